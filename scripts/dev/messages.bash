# shellcheck shell=bash
# ./dev messages. Read by ./dev.

# Writes every text of the program into <template>: what i18n::text() and i18n::plural() mark.
extract_messages() {  # <template>
  (cd "$root" && find src \( -name '*.cpp' -o -name '*.hpp' \) ! -name '*_test.*' ! -name '*_for_test.*' ! -path 'src/core/config/*' | LC_ALL=C sort |
    xgettext --files-from=- --output="$1" --language=C++ --from-code=UTF-8 --omit-header --sort-by-file \
      --add-location=file --add-comments=Translators --keyword --keyword=text:1 --keyword=plural:1,2)
}

command_messages() {
  need_packages run
  local catalogue template=$root/build/messages/kpa.pot merged=$root/build/messages/kpa.po
  mkdir -p "${template%/*}"
  extract_messages "$template"
  for catalogue in "$root"/locales/*/kpa.po; do
    msgmerge --quiet --no-fuzzy-matching --sort-by-file --add-location=file "$catalogue" "$template" |
      msgattrib --no-obsolete --output-file="$merged"
    mv "$merged" "$catalogue"
    say "${catalogue#"$root/"}: $(LC_ALL=C msgfmt --statistics -o /dev/null "$catalogue" 2>&1)"
  done
  need_web all
  need_node
  (cd "$root/web/app" && node ../node_modules/@lingui/cli/dist/lingui.js extract --clean) >&2
}
