# shellcheck shell=bash
# What must be installed, and how it gets there. Read by ./dev.

as_root() { if ((EUID == 0)); then "$@"; else sudo -n -- "$@"; fi; }

release=newer
if [[ -r /etc/os-release ]] && grep -q '^VERSION_CODENAME=bookworm' /etc/os-release; then release=bookworm; fi

missing_packages() {  # <purpose…>: the packages of cmake/packages.txt that are neither installed nor made unnecessary
  local purpose package on present wanted=() installed
  while read -r purpose package on present; do
    [[ $purpose == '#'* || -z $purpose || " $* " != *" $purpose "* ]] && continue
    [[ $on == any || $on == "$release" ]] || continue
    if [[ $present == /* ]]; then
      compgen -G "$present" >/dev/null && continue
    elif [[ $present ]] && command -v "$present" >/dev/null; then
      continue
    fi
    wanted+=("$package")
  done <"$root/cmake/packages.txt"
  ((${#wanted[@]})) || return 0
  # shellcheck disable=SC2016  # the dollar signs are dpkg-query's
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
  for package in "${wanted[@]}"; do
    [[ $'\n'$installed$'\n' == *$'\n'"installed $package"$'\n'* ]] || printf '%s\n' "$package"
  done
}

apt_update() { as_root apt-get -q update || echo "The package lists could not all be fetched; going on with what there is."; }

# PostgreSQL and Redis are wanted as programs only: no system cluster is created and no service started or enabled.
apt_install() (
  policy=/usr/sbin/policy-rc.d
  clusters=/etc/postgresql-common/createcluster.d
  [[ -e $policy ]] && policy=
  # shellcheck disable=SC2317  # called by the trap
  put_back() { as_root rm -f ${policy:+"$policy"} "$clusters/kpa.conf"; }
  trap put_back EXIT
  if [[ $policy ]]; then
    # shellcheck disable=SC2016  # the dollar sign is the policy's
    printf '#!/bin/sh\ncase "$1" in postgresql*|redis*|nginx*) exit 101 ;; esac\nexit 0\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  as_root mkdir -p "$clusters"
  echo 'create_main_cluster = false' | as_root tee "$clusters/kpa.conf" >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
  if [[ " $* " == *' redis-server '* ]]; then
    as_root systemctl disable redis-server.service || as_root update-rc.d redis-server disable || true
  fi
)

# Debian 12 cannot install libphonenumber-dev beside Boost 1.81 (see cmake/Dependencies.cmake): unpack it here instead.
phonenumber_missing() {
  local header=usr/include/phonenumbers/phonenumberutil.h
  [[ $release == bookworm && ! -e /$header && ! -e $unpacked/$header ]]
}
unpack_phonenumber() {
  rm -rf "$unpacked/download"
  mkdir -p "$unpacked/download"
  cd "$unpacked/download"
  apt-get -q download libphonenumber-dev || { apt_update; apt-get -q download libphonenumber-dev; }
  dpkg-deb -x libphonenumber-dev_*.deb "$unpacked"
  rm -rf "$unpacked/download"
}

need_packages() {  # <purpose…>
  local missing
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]})); then
    command -v apt-get >/dev/null || fail "needs Debian 12 or newer, or these installed by hand: ${missing[*]}"
    if ((EUID != 0)) && ! sudo -n true 2>/dev/null; then
      command -v sudo >/dev/null || fail "please run as root: apt-get install --no-install-recommends ${missing[*]}"
      say "Some packages are missing: ${missing[*]}"
      sudo -v || fail "please run as root: apt-get install --no-install-recommends ${missing[*]}"
    fi
    step "Fetching the package lists" apt_update
    step "Installing packages (${#missing[@]})" apt_install "${missing[@]}"
    hash -r
  fi
  if phonenumber_missing; then step "Unpacking libphonenumber-dev" unpack_phonenumber; fi
}

need_web() {  # run | all: the npm packages, without or with the ones that only checks need
  local stamp=$root/web/node_modules/.installed lock omit=()
  lock=$(cd "$root/web" && cat .npmrc package.json package-lock.json | sha256sum)
  if [[ -f $stamp ]]; then
    case $(<"$stamp") in "all $lock" | "$1 $lock") return 0 ;; esac
  fi
  [[ $1 == run ]] && omit=(--omit=dev)
  step "Installing npm packages" npm ci --prefix "$root/web" --ignore-scripts --no-audit --no-fund "${omit[@]}"
  printf '%s\n' "$1 $lock" >"$stamp"
}
