# What './keyferry test' and './keyferry bench mutation' do; read by the launcher, whose functions it uses.
# shellcheck shell=sh disable=SC2154 # home, target, infra, built, compiled are the launcher's

test_all() { # [ARGS of Maven]
  [ "$(megabytes_free)" -ge 2000 ] ||
    refuse "expected 2000 MB free on the disk of $home, found $(megabytes_free) MB: free some, then run the same command again"
  begun=$target/keyferry.begun
  mkdir -p "$target"
  : >"$begun"
  drop_stale_libraries
  status=0
  # Two modules at a time: much of a module's build keeps only one core busy.
  maven -T 2 -Pfuzz verify "$@" || status=$?
  if [ $status != 0 ] && [ "$(megabytes_free)" -lt 100 ]; then
    say "the disk of $home is full, which makes tests fail. Free 2000 MB, then run the same command again"
  fi
  # The last module's last tests have run, so everything was compiled and packaged, passed or not.
  if [ -n "$(find "$home/testbed/acceptance/target/failsafe-reports/failsafe-summary.xml" -newer "$begun" 2>/dev/null)" ]; then
    touch -r "$begun" "$built" "$compiled"
  fi
  exit "$status"
}

test_profile() { # PROFILE, [ARGS of Maven]: only the profile's tests, on the existing build
  profile=$1
  shift
  # Maven takes a library that was a jar and is now a folder for another one, and would compile everything again.
  is_stale "$compiled" src || as_compiled=-Dmaven.compiler.useIncrementalCompilation=false
  : >"$target/keyferry.begun"
  maven -P"$profile" -pl testbed/acceptance -am process-test-classes -Dspotless.check.skip ${as_compiled:-} "$@"
  touch -r "$target/keyferry.begun" "$compiled"
}

test_localstack() { # URL or nothing, [ARGS of Maven]
  find_localstack "$1"
  shift
  build
  template=$target/localstack/template
  settings=$home/infra-cdk/cdk.context.example.json
  if [ ! -e "$template/KeyFerry.template.json" ] || [ "$template/KeyFerry.template.json" -ot "$built" ] || [ "$settings" -nt "$template/KeyFerry.template.json" ]; then
    (CDK_CONTEXT_JSON=$(cat "$settings") && export CDK_CONTEXT_JSON && synth "$template")
  fi
  test_profile localstack -Dkeyferry.localstack="$localstack" -Dkeyferry.template="$template" "$@"
}

test_systemd() { # RELEASE or nothing, [ARGS of Maven]
  here=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null) || :
  case ${1:-$here} in trixie) release=trixie ;; *) release=${1:-bookworm} ;; esac
  case $release in bookworm | trixie) ;; *) refuse "expected --release bookworm or trixie, found '$release'" ;; esac
  [ "$(id -u)" = 0 ] || refuse "test --systemd needs root, to boot a container: sudo ./keyferry test --systemd"
  shift
  set_up container
  debian=$("$home/testbed/acceptance/src/test/sh/make-debian" "$release" "$target/systemd")
  build
  make_package
  same=false
  [ "$release" != "$here" ] || same=true
  test_profile systemd -Dkeyferry.debian="$debian" -Dkeyferry.package="$package" -Dkeyferry.same-release=$same "$@"
}

bench_mutation() { # [ARGS of Maven]
  set -- shared-model evidence cloud-lambda onprem-agent -- "$@"
  modules=
  while [ "$1" != -- ]; do modules="$modules $1"; rm -rf "$home/$1/target/pit-reports"; shift; done
  shift
  # shellcheck disable=SC2086 # a list of modules
  maven -Pmutation -pl "$(echo $modules | tr ' ' ,)" -am test-compile org.pitest:pitest-maven:mutationCoverage "$@"
  # shellcheck disable=SC2086
  exec "$home/testbed/bench/src/main/sh/survivors" "$home" $modules
}

run_tests() { # [ARGS]: those of './keyferry test'
  kind=all
  endpoint=
  release=
  while :; do
    case ${1:-} in
      --localstack | --systemd)
        [ "$kind" = all ] || refuse "expected --localstack or --systemd, found both"
        kind=${1#--}
        ;;
      --aws-endpoint=*) endpoint=${1#*=} ;;
      --aws-endpoint)
        endpoint=${2:-}
        [ $# -eq 1 ] || shift
        ;;
      --release=*) release=${1#*=} ;;
      --release)
        release=${2:-nothing}
        [ $# -eq 1 ] || shift
        ;;
      *) break ;;
    esac
    shift
  done
  [ "$kind" = localstack ] || [ -z "$endpoint" ] || refuse "expected --aws-endpoint with --localstack, found it without"
  [ "$kind" = systemd ] || [ -z "$release" ] || refuse "expected --release with --systemd, found it without"
  case $kind in
    systemd) test_systemd "$release" "$@" ;;
    localstack)
      set_up all
      test_localstack "$endpoint" "$@"
      ;;
    all)
      set_up all
      test_all "$@"
      ;;
  esac
}
