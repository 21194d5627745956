# shellcheck shell=bash
# ./dev test, ./dev soak and ./dev defences. Read by ./dev.

testing=       # set while the summary is owed
passed=0 failed=0 skipped=0
declare -A running=()  # process id → test program

# GCC 12's AddressSanitizer dies at random where the kernel randomises addresses by more than 28 bits.
launcher=()
if (($(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 0) > 28)) && setarch -R true 2>/dev/null; then launcher=(setarch -R); fi

gtest_counts() {  # <report> <log> <status>: "passed failed skipped" of a GoogleTest program
  local report=$1 log=$2 status=$3 ok bad skip
  if [[ -s $report ]]; then
    ok=$(grep -c '<testcase .*status="run".*result="completed"' "$report" || true)
    skip=$(grep -c '<testcase .*result="skipped"' "$report" || true)
    bad=$(sed -n 's/^<testsuites tests="[0-9]*" failures="\([0-9]*\)".*/\1/p' "$report")
    ok=$((ok - bad))
    ((status != 0 && bad == 0)) && bad=1
  else  # it crashed before it could report
    ok=$(grep -c '^\[       OK \]' "$log" || true)
    bad=$(($(grep -c '^\[  FAILED  \] .*ms)$' "$log" || true) + 1))
    skip=$(grep -c '^\[  SKIPPED \] .*ms)$' "$log" || true)
  fi
  echo "$ok $bad $skip"
}

show_failure() {  # <log>: all of it but the tests that passed
  awk '/^\[ RUN      \]/ {held = $0 ORS; next}
       /^\[       OK \]/ {held = ""; next}
       held != "" && !/^\[  (FAILED|SKIPPED) / {held = held $0 ORS; next}
       {printf "%s", held; held = ""; print}
       END {printf "%s", held}' "$1"
}

run_test() {  # <name> gtest|plain <command…>: leaves its counts in the results; called in the background
  local name=$1 kind=$2 log=$results/$1.log report=$results/$1.xml began=$SECONDS status=0 pid
  local limit=${KPA_TEST_TIMEOUT:-600} counts ok bad skip line
  shift 2
  [[ $kind == gtest ]] && set -- "${launcher[@]}" "$@" "--gtest_output=xml:$report"
  timeout --kill-after=20 "$limit" "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  # shellcheck disable=SC2064  # the process id of now
  trap "kill $pid 2>/dev/null; exit 143" INT TERM
  wait "$pid" || status=$?
  if [[ $kind == gtest ]]; then
    counts=$(gtest_counts "$report" "$log" "$status")
  else
    counts=$((status == 0)) counts+=" $((status != 0)) 0"
  fi
  read -r ok bad skip <<<"$counts"
  line=$(printf '%-32s %5d passed' "$name" "$ok")
  ((bad)) && line+=", $bad failed"
  ((skip)) && line+=", $skip skipped"
  line+="  $(clock $((SECONDS - began)))"
  clear_line
  if ((status == 0 && bad == 0)); then
    say "ok      $line"
  else
    ((status == 124 || status == 137)) && line+="  (stopped after $limit s)"
    ((status == 124 || status == 137 || status < 128)) || line+="  (died of signal $((status - 128)))"
    say "$(show_failure "$log"; printf 'FAILED  %s' "$line")"
  fi
  echo "$counts" >"$results/$name.counts"
}

await_tests() {  # <n>: returns when at most n test programs are still running
  local pid began=$SECONDS
  while true; do
    for pid in "${!running[@]}"; do
      if ! kill -0 "$pid" 2>/dev/null; then
        wait "$pid" || true
        unset "running[$pid]"
      fi
    done
    ((${#running[@]} <= $1)) && return 0
    [[ $terminal ]] && status_line "… ${running[*]}  $(clock $((SECONDS - began)))"
    sleep 0.1
  done
}

start_test() {  # as run_test; waits for a free place: two at once where there are two cores
  local places=$(($(nproc) < 2 ? 1 : 2))
  await_tests $((places - 1))
  rm -f "$results/$1".*
  echo "0 1 0" >"$results/$1.counts"  # should this script itself be stopped
  run_test "$@" &
  running[$!]=$1
}

start_gtests() {  # [NAME]
  local name=${1:-} program programs=() filter=
  mapfile -t programs < <(find "$root/build/debug/tests" -maxdepth 1 -type f -executable 2>/dev/null | sort)
  if [[ $name && ! " ${programs[*]##*/} " == *"$name"* ]]; then filter="*$name*"; fi
  for program in "${programs[@]}"; do
    if [[ $filter ]]; then
      "${launcher[@]}" "$program" --gtest_list_tests "--gtest_filter=$filter" | grep -q '^  ' || continue
      start_test "${program##*/}" gtest "$program" "--gtest_filter=$filter"
    elif [[ ${program##*/} == *"$name"* ]]; then
      start_test "${program##*/}" gtest "$program"
    fi
  done
}

fuzzing_wanted() {  # [NAME]: there are fuzzers, and NAME does not rule them all out
  [[ -f $root/tests/fuzz/CMakeLists.txt ]] || return 1
  [[ -z ${1:-} || fuzz == *"$1"* || -n $(find "$root/tests/fuzz" -name "*$1*" -print -quit) ]]
}

start_fuzzers() {  # [NAME]
  local program name committed found
  for program in "$root"/build/fuzz/fuzzers/*; do
    name=${program##*/}
    [[ -f $program && -x $program ]] || continue
    [[ -z ${1:-} || fuzz == *"$1"* || $name == *"$1"* ]] || continue
    committed=$root/tests/fuzz/corpus/$name found=$root/build/fuzz/corpus/$name
    mkdir -p "$found" "$root/build/fuzz/artifacts"
    [[ -d $committed ]] || committed=
    start_test "fuzz_$name" plain "$program" -max_total_time="${KPA_FUZZ_SECONDS:-10}" -timeout=10 -rss_limit_mb=2048 \
      -print_final_stats=1 -artifact_prefix="$root/build/fuzz/artifacts/$name-" "$found" ${committed:+"$committed"}
  done
}

start_checks() {  # [NAME]: the checks that need no tool of their own count as tests
  local check
  [[ -x $debug_kpa ]] || return 0
  for check in generated openapi web_logic; do
    [[ check_$check == *"${1:-}"* ]] && start_test "check_$check" plain "$root/dev" "--check-$check" "$debug_kpa"
  done
  return 0
}

start_scripts() {  # [NAME]: tests of the program from outside, as its users see it, and of what the tree holds beside it
  local script name
  [[ -x $debug_kpa ]] || return 0
  for script in "$root"/tests/*/*_test.mjs; do
    name=${script##*/} name=${name%.mjs}
    [[ $name == *"${1:-}"* ]] && start_test "$name" plain "${launcher[@]}" node --test-reporter=spec "$script" "$debug_kpa"
  done
  return 0
}

failed_tests() {  # once more at the end, where long logs are read: each program that failed, with what it said first
  local counts name ok bad skip
  for counts in "$results"/*.counts; do
    [[ -f $counts ]] || continue
    read -r ok bad skip <"$counts"
    ((bad)) || continue
    name=${counts##*/} name=${name%.counts}
    say "FAILED  $name"
    [[ -f $results/$name.log ]] || continue
    show_failure "$results/$name.log" | grep -vE '^(\[|Note: |Running main|$)' | awk 'NR <= 20' | cut -c1-500
    sed -n 's/^\[  FAILED  \] \([^ ]*\) (.*/        \1/p' "$results/$name.log"
  done
}

sum_up() {
  local counts ok bad skip
  for counts in "$results"/*.counts; do
    [[ -f $counts ]] || continue
    read -r ok bad skip <"$counts"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
  done
}

command_test() {
  (($# <= 1)) || usage "test takes one NAME"
  local name=${1:-}
  testing=1
  rm -rf "$results"
  mkdir -p "$results"
  need_packages run test
  need_web all
  build debug
  build_web_app
  # Programs of tests that are gone must not be run any more.
  (cd "$root/build/debug" && ninja -t cleandead >/dev/null)
  if fuzzing_wanted "$name"; then build fuzz; fi
  export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
  start_gtests "$name"
  if fuzzing_wanted "$name"; then start_fuzzers "$name"; fi
  start_checks "$name"
  start_scripts "$name"
  await_tests 0
  clear_line
  testing=complete
}

# The last line of ./dev test is this one, whatever happened before.
finish() {
  local status=$? pid
  stop_watcher
  for pid in "${!running[@]}"; do kill "$pid" 2>/dev/null || true; done
  [[ $testing ]] || exit "$status"
  sum_up
  [[ $testing == complete ]] || failed=$((failed + 1))
  failed_tests
  if ((passed + failed == 0)); then say "No test was run."; fi
  if ((skipped)); then say "$skipped skipped"; fi
  echo "$passed passed, $failed failed"
  ((failed == 0 && passed > 0)) || exit 1
  exit 0
}
trap finish EXIT

command_soak() {
  export KPA_SOAK=1 KPA_FUZZ_SECONDS=${KPA_FUZZ_SECONDS:-600} KPA_TEST_TIMEOUT=${KPA_TEST_TIMEOUT:-14400}
  command_test "${1:-fault}"
  testing=1
  if [[ -f $root/tests/fuzz/CMakeLists.txt && $# == 0 ]]; then
    build fuzz
    start_fuzzers
    await_tests 0
  fi
  testing=complete
}

command_defences() {  # [NAME]
  need_packages run test
  need_web all
  build debug
  export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1}
  node "$root/tests/defences/take_out.mjs" "$root" "$@" -- "${launcher[@]}"
}
