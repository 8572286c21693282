// oauth2-mock-server's defaults, with tokens that live for LIFE seconds.
import { OAuth2Server } from 'oauth2-mock-server';

const [port, life] = process.argv.slice(2).map(Number);
const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
server.service.on('beforeTokenSigning', (token) => {
  token.payload.exp = token.payload.iat + life;
});
server.service.on('beforeResponse', (response) => {
  if (response.body?.expires_in) response.body.expires_in = life;
});
await server.start(port, '127.0.0.1');
