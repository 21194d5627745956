# shellcheck shell=bash
# ./dev run, ./dev kpa and ./dev bench. Read by ./dev.

command_run() {
  local serve=(serve) directory
  while (($#)); do
    case $1 in
      --port | --data-dir) (($# > 1)) || usage "$1 needs a value" ;;&
      --port) serve+=(--port "$2"); shift 2 ;;
      --port=*) serve+=(--port "${1#*=}"); shift ;;
      --data-dir | --data-dir=*)
        if [[ $1 == *=* ]]; then directory=${1#*=}; shift; else directory=$2; shift 2; fi
        [[ $directory == /* ]] || directory=$started_in/$directory
        serve+=(--data-dir "$directory") ;;
      --demo) serve+=(--demo); shift ;;
      *) usage "run does not know $1" ;;
    esac
  done
  build_release
  build_web_app
  export KPA_WEB_DIR=${KPA_WEB_DIR:-$web_app}
  exec "$release_kpa" "${serve[@]}"
}

command_kpa() {
  build_release
  cd "$started_in"
  # Where no file of settings says otherwise, it works on the installation of ./dev run.
  [[ " $*" == *" --config"* ]] || export KPA_DATA_DIR=${KPA_DATA_DIR:-$root/var}
  exec "$release_kpa" "$@"
}

bench_app() {
  need_packages run bench
  need_web all
  build_release
  build_web_app
  [[ bench/app/node_modules/.package-lock.json -nt bench/app/package-lock.json ]] ||
    step "Installing what measures the app" npm ci --prefix bench/app --ignore-scripts --no-audit --no-fund
  exec node bench/app/main.mjs "$release_kpa" "$web_app"
}

command_pictures() {
  need_packages run bench
  need_web all
  build_release
  build_web_app
  exec node web/pictures.mjs "$release_kpa" "$web_app"
}

command_bench() {
  [[ ${1:-} == --app ]] && bench_app
  need_packages run bench
  build_release
  build release constant_rate
  exec "$root/bench/run" "$@"
}
