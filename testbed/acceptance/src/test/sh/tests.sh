# What './keyferry test', './keyferry fuzz' and './keyferry bench' do; read by the launcher, whose functions it uses.
# shellcheck shell=sh disable=SC2154 # home, target, infra, built, compiled are the launcher's

shown() { # [ARGS of Maven]: runs it with its output, and explains its failure
  log=$target/keyferry.log
  mkdir -p "$target"
  rm -f "$log.failed"
  { maven "$@" || : >"$log.failed"; } 2>&1 | tee "$log"
  [ ! -e "$log.failed" ]
}

test_all() { # [ARGS of Maven]
  need_megabytes 2000
  begun=$target/keyferry.begun
  mkdir -p "$target"
  : >"$begun"
  drop_stale_libraries
  status=0
  # Two modules at a time: much of a module's build keeps only one core busy.
  shown -T 2 -Dagent.forks=3 verify "$@" || status=1
  # The last module's last tests have run, so everything was compiled and packaged, passed or not.
  if [ -n "$(find "$home/testbed/acceptance/target/failsafe-reports/failsafe-summary.xml" -newer "$begun" 2>/dev/null)" ]; then
    touch -r "$begun" "$built" "$compiled"
  fi
  [ $status = 0 ] || explain "$log"
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

unit_tested="shared-model evidence cloud-lambda onprem-agent infra-cdk testbed/kms-emulator testbed/local-cloud"

changed_modules() { # BASE: those with changes since then, of files that are not committed, too
  { git -C "$home" diff --name-only "$1" && git -C "$home" ls-files --others --exclude-standard; } | while read -r file; do
    module=${file%%/src/*}
    [ "$module" = "$file" ] || [ ! -e "$home/$module/pom.xml" ] || printf '%s\n' "$module"
    # shellcheck disable=SC2086 # a list of modules
    case $file in pom.xml | spec/*) printf '%s\n' $unit_tested ;; esac
  done | sort -u
}

test_quick() { # BASE or nothing
  base=${1:-$(git -C "$home" merge-base HEAD '@{upstream}' 2>/dev/null || echo HEAD)}
  git -C "$home" rev-parse -q --verify "$base^{commit}" >/dev/null || refuse "expected a commit for --quick, found '$base'"
  patterns=
  for module in $(changed_modules "$base"); do
    case $module in
      shared-model) package=model ;;
      cloud-lambda) package=cloud ;;
      onprem-agent) package=agent ;;
      infra-cdk) package=infra ;;
      testbed/*) package=$(printf %s "${module#testbed/}" | tr -d -) package=${package%cloud} ;;
      *) package=$module ;;
    esac
    patterns="${patterns:+$patterns,}io/keyferry/$package/**/*Test"
    say "the unit tests of $module"
  done
  shown -T 2 verify -Dtest="${patterns:-NoChange}" -Dit.test=HappyWayIT -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false -Dagent.forks=3 || explain "$log"
}

run_fuzz() { # [ARGS of Maven]
  set_up all
  need_megabytes 2000
  shown -Pfuzz test -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false "$@" || explain "$log"
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

run_test() { # [ARGS]: those of './keyferry test'
  kind=all
  endpoint=
  release=
  while :; do
    case ${1:-} in
      --localstack | --systemd)
        [ "$kind" = all ] || refuse "expected --localstack or --systemd, found both"
        kind=${1#--}
        ;;
      --quick)
        set_up all
        test_quick "${2:-}"
        exit
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

run_bench() { # NAME [ARGS]
  name=${1:-}
  [ $# -eq 0 ] || shift
  case $name in
    mutation)
      set_up all
      bench_mutation "$@"
      ;;
    lambda | iam) set_up none ;;
    agent) set_up nss ;;
    *) refuse "expected 'bench mutation', 'bench lambda', 'bench iam' or 'bench agent', found 'bench $name'" ;;
  esac
  build
  if [ "$name" = agent ]; then
    make_package
    installed=$target/package/tree/usr/lib/keyferry-agent
    [ -e "$installed/classes.aot" ] || sh "$installed/make-cache"
  fi
  run_main io.keyferry.bench.BenchMain "$name" "$@"
}
