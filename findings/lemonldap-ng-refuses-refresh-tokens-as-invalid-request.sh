#!/usr/bin/env bash
# Software:  LemonLDAP::NG 2.16.1 (Debian 12)
# Behaviour: (1) a refresh token that it does not know, or no longer knows, is refused with 400 `invalid_request` instead of
#            `invalid_grant` (RFC 6749 section 5.2). (2) `prompt=none` without a session is answered with its login page, not with
#            `login_required` at the redirect URI (OpenID Connect Core 1.0 section 3.1.2.6).
# One would guess: that the code tells a refused token from a malformed request, and that a silent login always comes back.
# Who is hurt: clients that end a session at `invalid_grant` alone: they go on asking for ever, and their users never see a login.
set -euo pipefail
command -v apt-get > /dev/null || { echo "needs Debian"; exit 1; }
dir=$(mktemp -d)
trap 'kill $server 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
mkdir deb root
wanted=$(apt-get install -s --no-install-recommends liblemonldap-ng-portal-perl lemonldap-ng-fastcgi-server starman libstring-random-perl \
  libemail-sender-perl libconvert-pem-perl libgd-securityimage-perl libimage-magick-perl libio-string-perl libunicode-string-perl \
  libmime-tools-perl 2> /dev/null | sed -nE 's/^Inst ([^ ]+) \(([^ ]+) .*/\1=\2/p' | grep -vE '^(dbconfig|fonts|libjs-)')
(cd deb && apt-get download $wanted > /dev/null 2>&1)
for package in deb/*.deb; do dpkg -x "$package" root; done
root=$PWD/root
export LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu | tr ' ' ':')
export PERL5LIB=$root/usr/share/perl5:$(echo "$root"/usr/lib/*/perl5/5.* | tr ' ' ':')
export LLNG_DEFAULTCONFFILE=$PWD/llng.ini
port=$(node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
issuer=http://127.0.0.1:$port
mkdir -p var/{conf,sessions/lock,psessions/lock,cache,notifications,captcha}
sed "s#/var/lib/lemonldap-ng#$PWD/var#g; s#/usr/share/lemonldap-ng#$root/usr/share/lemonldap-ng#g; s#^logLevel.*#logLevel = error#" \
  "$root/etc/lemonldap-ng/lemonldap-ng.ini" > llng.ini
cat > configure.mjs <<'JS'
import fs from 'node:fs';
const [file, folder, issuer] = process.argv.slice(2);
const configuration = JSON.parse(fs.readFileSync(file, 'utf8').replaceAll('/var/lib/lemonldap-ng', folder)
  .replaceAll('http://auth.example.com/', `${issuer}/`).replaceAll('"auth.example.com"', '"127.0.0.1"').replaceAll('"example.com"', '"127.0.0.1"'));
configuration.issuerDBOpenIDConnectActivation = 1;
configuration.oidcRPMetaDataOptions = { app: Object.fromEntries(Object.entries({ ClientID: 'app', ClientSecret: 'secret',
  RedirectUris: 'http://127.0.0.1/callback', IDTokenSignAlg: 'RS256', RefreshToken: 1 }).map(([k, v]) => [`oidcRPMetaDataOptions${k}`, v])) };
configuration.oidcRPMetaDataExportedVars = { app: { email: 'mail' } };
console.log(JSON.stringify(configuration));
JS
node configure.mjs "$root/var/lib/lemonldap-ng/conf/lmConf-1.json" "$PWD/var" "$issuer" > var/conf/lmConf-1.json
perl "$root/usr/share/lemonldap-ng/bin/rotateOidcKeys" > keys.log 2>&1
perl "$root/usr/bin/starman" --listen "127.0.0.1:$port" --workers 2 --error-log error.log "$root/usr/share/lemonldap-ng/portal/htdocs/index.psgi" > log 2>&1 & server=$!
until curl -sf "$issuer/.well-known/openid-configuration" | grep -q '"issuer"'; do kill -0 $server; sleep .3; done
refused=$(curl -s -u app:secret -w ' %{http_code}' "$issuer/oauth2/token" -d grant_type=refresh_token -d refresh_token=0123456789abcdef)
silent=$(curl -s -o page -w '%{http_code} %{redirect_url}' -H 'Accept: text/html' "$issuer/oauth2/authorize?response_type=code&client_id=app&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&scope=openid&state=s&nonce=n&prompt=none")
page=$(grep -c 'type="password"' page || true)
echo "unknown refresh token: $refused; prompt=none: $silent with $page password field(s)"
case "$refused; $silent" in
  *'"invalid_request"'*' 400; 200 ') [ "$page" -ge 1 ] ;;
  *) false ;;
esac || { echo "the behaviour has changed"; exit 1; }
