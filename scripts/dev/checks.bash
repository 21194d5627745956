# shellcheck shell=bash
# ./dev check, ./dev format and ./dev generate. Read by ./dev.

# What the program writes about itself: file and the command that prints it.
generated=("openapi.json openapi" "docs/configuration.md config-reference"
  "docs/permissions.md permissions-reference")

check_generated() {  # <kpa>
  local kpa=$1 entry file command stale=0 now
  now=$(mktemp)
  for entry in "${generated[@]}"; do
    read -r file command <<<"$entry"
    if ! "$kpa" "$command" >"$now"; then
      echo "kpa $command failed"
      stale=1
    elif ! diff -u "$root/$file" "$now"; then
      echo "$file is not current: ./dev generate writes it anew"
      stale=1
    fi
  done
  rm -f "$now"
  return "$stale"
}

check_openapi() { node "$root/web/lint-openapi.js" "$root/openapi.json"; }

cpp_files() { find "$root/src" "$root/tests" "$root/bench" \( -name '*.cpp' -o -name '*.hpp' \) -print | sort; }

check_format() { cpp_files | xargs -r -n 20 -P "$(nproc)" clang-format-19 --dry-run --Werror; }

changed_cpp_files() {  # [--all]: C++ files changed since the branch left main, or all where that cannot be told
  local git=(git -c "safe.directory=$root" -C "$root") base
  if [[ ${1:-} == --all ]] || ! "${git[@]}" rev-parse -q --verify HEAD >/dev/null 2>&1; then
    cpp_files
    return
  fi
  base=$("${git[@]}" merge-base HEAD origin/main 2>/dev/null || "${git[@]}" merge-base HEAD main 2>/dev/null || echo HEAD)
  { "${git[@]}" diff --name-only --diff-filter=d "$base"; "${git[@]}" ls-files --others --exclude-standard; } |
    sort -u | grep -E '\.(cpp|hpp)$' | sed "s|^|$root/|" || true
}

tidy_source() {  # <C++ file>: the source through which it is checked: its own, or else the first that includes it
  local file=$1 own=${1%.hpp}
  own=${own%.cpp}.cpp
  [[ -e $own ]] && { printf '%s\n' "$own"; return; }
  ninja -C "$root/build/debug" -t deps |
    awk -v header="$file" '/^[^ ]/ {source = ""} $1 ~ /\.cpp$/ {source = $1} $1 == header && source != "" {print source; exit}'
}

check_tidy() {  # [--all]
  local file source files=()
  while read -r file; do
    source=$(tidy_source "$file")
    # Only what the build compiles can be checked.
    if grep -qF "\"$source\"" "$root/build/tidy/compile_commands.json"; then files+=("$source"); fi
  done < <(changed_cpp_files "$@")
  ((${#files[@]})) || { echo "No C++ file was changed."; return 0; }
  printf '%s\n' "${files[@]}" | sort -u |
    xargs -n 1 -P "$(jobs_at_once)" clang-tidy-19 --quiet -p "$root/build/tidy" 2>&1 |
    { grep -v ' warnings generated\.$' || true; }
}

slowest_source=15  # seconds of a processor that one source may take to compile alone: whoever changes it waits for that

check_units() {  # compiles alone the sources of those units of the release build that took long
  local directory=$root/build/release object unit source seconds slow=0
  ninja -C "$directory" -t cleandead  # what is not built any more is still in the log
  while read -r object; do
    unit=$directory/${object%.o}
    while read -r source; do
      seconds=$(seconds_to_compile "$directory" "$object" "$source") || { echo "$source cannot be compiled alone"; return 1; }
      echo "${source#"$root"/}: $seconds s"
      awk -v took="$seconds" -v most="$slowest_source" 'BEGIN {exit !(took > most)}' && slow=$((slow + 1))
    done < <(sed -n 's/^#include "\(.*\.cpp\)"$/\1/p' "$unit")
  done < <(awk -F '\t' -v most="$slowest_source" '$4 ~ /Unity.*\.o$/ {took[$4] = $2 - $1}
             END {for (object in took) if (took[object] > most * 1000) print object}' "$directory/.ninja_log" | sort)
  ((slow == 0)) || echo "$slow sources take more than $slowest_source s to compile: split them, or include less in their headers"
  ((slow == 0))
}

seconds_to_compile() {  # <build directory> <object of a batch> <source>: of a processor, without the cache
  local command times TIMEFORMAT='%U %S' object=$1/alone.o
  command=$(ninja -C "$1" -t commands -s "$2") || return 1
  command=${command/"-o $2"/"-o $object"} command=${command% -c *}" -c $3"
  times=$( { time (cd "$1" && CCACHE_DISABLE=1 bash -c "$command") >/dev/null 2>&1; } 2>&1) || return 1
  rm -f "$object"
  awk '{printf "%.1f", $1 + $2}' <<<"$times"
}

check_layout() {
  cmake --build --preset debug --target layout_test && "$root/build/debug/tests/layout_test" --gtest_brief=1
}

check_defences() { node --test-reporter=spec "$root/tests/defences/defences_test.mjs"; }

check_shell() { shellcheck -x "$root/dev" "$root/.ci/run"; }

command_check() {
  (($# == 0)) || [[ $# == 1 && $1 == --all ]] || usage "check takes no option but --all"
  need_packages run test check
  need_web all
  need_node
  build release
  step "Configuring debug" cmake --preset debug
  step "Configuring tidy" cmake --preset tidy
  quiet_below=0
  local broken=0
  step "Format" check_format || broken=$((broken + 1))
  step "Layout" check_layout || broken=$((broken + 1))
  step "Generated files" check_generated "$release_kpa" || broken=$((broken + 1))
  step "OpenAPI document" check_openapi || broken=$((broken + 1))
  step "Defences" check_defences || broken=$((broken + 1))
  step "Units" check_units || broken=$((broken + 1))
  step "Web app" check_web || broken=$((broken + 1))
  step "Shell scripts" check_shell || broken=$((broken + 1))
  step "clang-tidy" check_tidy "$@" || broken=$((broken + 1))
  ((broken == 0)) || fail "$broken of 9 checks failed"
}

command_format() {
  need_packages check
  cpp_files | xargs -r -n 20 -P "$(nproc)" clang-format-19 -i
}

command_generate() {
  local entry file command now
  build_release
  for entry in "${generated[@]}"; do
    read -r file command <<<"$entry"
    now=$root/build/${file##*/}
    "$release_kpa" "$command" >"$now" || fail "kpa $command failed"
    mv "$now" "$root/$file"
    say "wrote   $file"
  done
}
