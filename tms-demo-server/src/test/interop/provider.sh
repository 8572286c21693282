# What the scripts beside this one share. Each starts a provider from registry artefacts: SCRIPT DIR PORT APP
#   DIR   keeps what was fetched; the next start finds it there
#   PORT  of the loopback interface
#   APP   the application's public URL: its callback, its return from a logout, its back channel
# When the provider answers, the script prints one line, "ready ISSUER VERSION", and runs until it is ended; where this
# machine cannot have the provider, it exits with 77. An access token lives for LIFE seconds. The client is tms with the
# secret tms-secret.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
PORT=$2
APP=$3
LIFE=${LIFE:-8}
CALLBACK=$APP/callback
LOGGED_OUT=$APP/Auth/LoggedOut
BACK_CHANNEL=$APP/Auth/BackChannelLogout

# npm_package NAME@VERSION
npm_package() {
  [ -e "node_modules/${1%@*}" ] && return
  [ -e package.json ] || echo '{ "private": true, "allowScripts": { "node": true } }' > package.json
  npm install --silent --no-audit --no-fund --engine-strict=false "$1" >&2
}

# maven_jars GROUP:ARTIFACT:VERSION: it and what it needs, in the folder lib
maven_jars() {
  [ -e lib/.done ] && return
  IFS=: read -r group artifact version <<< "$1"
  cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>interop</groupId><artifactId>interop</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
POM
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib >&2
  touch lib/.done
}

# debian_version NAME: of an unpacked package
debian_version() { basename deb/"$1"_*.deb | cut -d_ -f2 | sed 's/%3a/:/'; }

# debian_packages NAME ...: they and what they need, unpacked below the folder root; exits with 77 where there are none
debian_packages() {
  [ -e root/.done ] && return
  command -v apt-get > /dev/null || exit 77
  local wanted
  wanted=$(apt-get install -s --no-install-recommends "$@" 2> /dev/null |
    sed -nE 's/^Inst ([^ ]+) \(([^ ]+) .*/\1=\2/p' | grep -vE '^(dbconfig|fonts|libjs-)') || exit 77
  mkdir -p deb root
  (cd deb && apt-get download $wanted > /dev/null 2>&1) || exit 77
  for package in deb/*.deb; do dpkg -x "$package" root; done
  touch root/.done
}

# serve COMMAND ...: in the background, with what it prints in the file log
serve() {
  "$@" > log 2>&1 &
  SERVER=$!
  trap 'kill $SERVER 2> /dev/null' EXIT
}

# ready URL VERSION: waits until the metadata below the URL can be read
ready() {
  until curl -sf "$1/.well-known/openid-configuration" > metadata.json && grep -q '"issuer"' metadata.json; do
    kill -0 $SERVER 2> /dev/null || { tail -20 log >&2; exit 1; }
    sleep .25
  done
  echo "ready $(node -p 'JSON.parse(fs.readFileSync("metadata.json")).issuer') $2"
  wait $SERVER
}
