# shellcheck shell=bash
# Building, with the presets of CMakePresets.json. Read by ./dev.

jobs_at_once() {  # a compiler of coroutines takes up to 1.5 GB
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1500000)}' /proc/meminfo 2>/dev/null || true)
  memory=${memory:-$cores}
  ((memory < 1)) && memory=1
  echo "${KPA_JOBS:-$((cores < memory ? cores : memory))}"
}

build() {  # <preset> [target…]: without targets those of the preset
  local preset=$1 directory=$root/build/$1
  # A build directory remembers where it was made: one that came along with a copied or moved tree is of no use.
  if [[ -f $directory/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$directory/CMakeCache.txt"; then
    rm -rf "$directory"
  fi
  if [[ ! -f $directory/build.ninja || $root/CMakePresets.json -nt $directory/build.ninja ]]; then
    step "Configuring $preset" cmake --preset "$preset"
  fi
  shift
  step "Building $preset${*:+: $*}" cmake --build --preset "$preset" --parallel "$(jobs_at_once)" ${@:+--target "$@"}
}

release_kpa=$root/build/release/src/app/kpa
debug_kpa=$root/build/debug/src/app/kpa

build_release() {
  need_packages run
  need_web run
  build release
}
