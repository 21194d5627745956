# shellcheck shell=bash
# The web app: ./dev web, and how ./dev run and ./dev test build it. Read by ./dev.

web_app=$root/build/web

# What npm runs with: Debian's Node.js where it is new enough for Vite, else npm's own package of one.
need_node() {
  # shellcheck disable=SC2016  # a program for Node.js
  node -e '[a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)' && return 0
  local folder=$root/web/node stamp=$root/web/node/node_modules/.installed
  if [[ ! -f $stamp || $folder/package-lock.json -nt $stamp ]]; then
    step "Installing a newer Node.js" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
    touch "$stamp"
  fi
  local programs=("$folder"/node_modules/node-linux-*/bin)
  [[ -x ${programs[0]}/node ]] || fail "npm has no Node.js for this machine ($(uname -m)): install version 22.12 or newer by hand"
  PATH=${programs[0]}:$PATH
}

build_web_app() {  # nothing when nothing changed
  need_node
  step "Building the web app" node "$root/web/app/build.mjs" "$web_app"
}

check_web_types() { node "$root/web/client/build.mjs" && (cd "$root/web/app" && node ../node_modules/typescript/bin/tsc); }

check_web() { check_web_types && node "$root/web/app/lint/layout.mjs" && (cd "$root/web/app" && node ../node_modules/oxlint/bin/oxlint --config oxlint.json --deny-warnings src plugins lint); }

check_web_logic() { node "$root/web/client/build.mjs" && (cd "$root/web/app" && node ../node_modules/vitest/vitest.mjs run); }

command_web() {  # against a running kpa: ./dev run in another terminal
  need_packages run
  need_web all
  need_node
  step "Building the client" node "$root/web/client/build.mjs"
  cd "$root/web/app"
  exec node node_modules/vite/bin/vite.js "$@"
}
