// The configuration that LemonLDAP::NG ships, with its OpenID Connect issuer switched on and one relying party.
import fs from 'node:fs';

const [file, folder, issuer, callback, loggedOut, life] = process.argv.slice(2);
const text = fs
  .readFileSync(file, 'utf8')
  .replaceAll('/var/lib/lemonldap-ng', folder)
  .replaceAll('http://auth.example.com/', `${issuer}/`)
  .replaceAll('"auth.example.com"', '"127.0.0.1"')
  .replaceAll('"example.com"', '"127.0.0.1"');
const configuration = JSON.parse(text);
configuration.issuerDBOpenIDConnectActivation = 1;
const options = {
  ClientID: 'tms',
  ClientSecret: 'tms-secret',
  RedirectUris: callback,
  PostLogoutRedirectUris: loggedOut,
  IDTokenSignAlg: 'RS256', // the Manager proposes HS512
  AccessTokenExpiration: Number(life),
  AllowOffline: 1,
  RefreshToken: 1,
};
configuration.oidcRPMetaDataOptions = {
  tms: Object.fromEntries(Object.entries(options).map(([name, value]) => [`oidcRPMetaDataOptions${name}`, value])),
};
configuration.oidcRPMetaDataExportedVars = { tms: { email: 'mail', name: 'cn' } };
console.log(JSON.stringify(configuration, null, 1));
