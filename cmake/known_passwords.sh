#!/bin/sh
# Makes the list of known passwords that the program embeds: lower case, at least 8 characters (shorter ones are refused
# anyway), printable ASCII, one a line, each once, in the order of their bytes.
#   known_passwords.sh <list of passwords, one a line> <output>
set -eu
source=$1
output=$2
fewest=100000

LC_ALL=C tr -d '\r' <"$source" | LC_ALL=C tr '[:upper:]' '[:lower:]' | LC_ALL=C awk 'length($0) >= 8 && !/[^ -~]/' |
  LC_ALL=C sort -u >"$output.part"

count=$(wc -l <"$output.part")
if [ "$count" -lt "$fewest" ]; then
  echo "$source gave only $count known passwords; at least $fewest are expected. Is it the right file?" >&2
  exit 1
fi
mv "$output.part" "$output"
