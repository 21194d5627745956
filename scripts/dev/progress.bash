# shellcheck shell=bash
# What a command tells of its steps, all of it on standard error: standard output belongs to the command. Read by ./dev.

terminal=
[[ -t 2 && ${TERM:-dumb} != dumb ]] && terminal=1
quiet_below=1  # a step that takes fewer seconds than this leaves no line
watcher=

say() { printf '%s\n' "$*" >&2; }
fail() { say "dev: $*"; exit 1; }
usage() { say "dev: $*"; say "./dev help lists the commands and their options."; exit 2; }
clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }
clear_line() { if [[ $terminal ]]; then printf '\r\033[K' >&2; fi; }

status_line() {  # <text>: replaces the line that the cursor is in
  local width=${COLUMNS:-80}
  printf '\r\033[K%s' "${1:0:$((width - 1))}" >&2
}

last_line() { tail -c 2000 -- "$1" 2>/dev/null | tr '\r' '\n' | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g' | grep -v '^\s*$' | tail -n 1 || true; }

# Nothing is started for it, so nothing outlives the watcher.
pause() { read -rt "$1" <> <(:) || true; }  # <seconds>

watch_log() {  # <title> <log>: shows that a step is alive; on a terminal a moving line, elsewhere a line a minute
  local title=$1 log=$2 began=$SECONDS frames='-\|/' turn=0
  shopt -s checkwinsize
  pause 0.7
  [[ $terminal ]] || say "$title …"
  while true; do
    if [[ $terminal ]]; then
      status_line "${frames:turn++%4:1} $title  $(clock $((SECONDS - began)))  $(last_line "$log")"
      pause 0.2
    else
      pause 60
      say "$title … $(clock $((SECONDS - began)))  $(last_line "$log")"
    fi
  done
}

stop_watcher() {
  [[ $watcher ]] || return 0
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  watcher=
  clear_line
}

# <title> <command> [argument…]: runs it with its output in a log; shows the log's tail when it fails. Behind `step … ||`
# bash knows no `set -e`, so a function called there must chain its commands with &&.
step() {
  local title=$1 began=$SECONDS status
  shift
  local log=$logs/${title//[^A-Za-z0-9]/-}.log
  mkdir -p "$logs"
  : >"$log"
  watch_log "$title" "$log" &
  watcher=$!
  set +e
  (set -e; "$@") >"$log" 2>&1 </dev/null
  status=$?
  set -e
  stop_watcher
  if ((status != 0)); then
    tail -n 60 -- "$log" | cut -c 1-400 >&2
    say "FAILED  $title, after $(clock $((SECONDS - began))); all of its output: ${log#"$root"/}"
  elif ((SECONDS - began >= quiet_below)); then
    say "ok      $title  $(clock $((SECONDS - began)))"
  fi
  return "$status"
}
