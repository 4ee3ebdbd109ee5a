// A process of its own, since certificates to be trusted are read when a process starts:
// NODE_EXTRA_CA_CERTS=cert.pem node --import tsx encrypted-channels-child.ts key.pem cert.pem
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { EmailSender } from '../../lib/channels/email/send.ts';
import { SmtpTransport } from '../../lib/channels/email/smtp.ts';
import { AddressGate } from '../../lib/channels/webhook/address-gate.ts';
import { WebhookSender } from '../../lib/channels/webhook/send.ts';
import { messageOf, SECRETS, secretsOf } from '../contracts/channel-samples.ts';
import { SmtpStandIn } from './email/smtp-stand-in.ts';

const [keyPath = '', certPath = ''] = process.argv.slice(2);
const certificate = { key: readFileSync(keyPath), cert: readFileSync(certPath) };
const secrets = secretsOf(SECRETS);
const { email, json } = messageOf('orders: alert');
const outgoing = { deliveryId: 'd', earlier: null };
const results: Record<string, unknown> = {};

for (const secure of [false, true]) {
  const server = await SmtpStandIn.start({ ...certificate, secure });
  server.passwords.set('sentinel', SECRETS['smtp/password'] ?? '');
  const settings = { host: '0.0.0.0', port: server.port, secure, allowPlain: false };
  const login = { user: 'sentinel', passwordName: 'smtp/password' };
  const channel = new EmailSender('a@x.example', new SmtpTransport({ ...settings, login }, secrets));
  const { outcome } = await channel.send({ ...outgoing, message: email, to: 'b@x.example' });
  results[secure ? 'tls' : 'starttls'] = [outcome, ...server.taken.map(({ isEncrypted, user }) => [isEncrypted, user])];
  await server.stop();
}

const paths: string[] = [];
const receiver = createServer(certificate, (request, response) => {
  paths.push(request.url ?? '');
  if (request.url === '/reset') request.socket.destroy();
  else response.end();
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const { port } = receiver.address() as AddressInfo;
const gate = new AddressGate(['127.0.0.0/8'], (_name, _options, callback) =>
  callback(null, [{ address: '127.0.0.1', family: 4 }]),
);
const webhook = new WebhookSender(secrets, 'webhook/key', { gate, allowPlain: false });
const outcomes: unknown[] = [];
for (const to of [
  `https://127.0.0.1:${port}/a`,
  `https://127.0.0.1:${port}/reset`,
  `https://another.example:${port}/b`,
]) {
  const receipt = await webhook.send({ ...outgoing, message: json, to });
  outcomes.push(receipt.outcome === 'refused' ? receipt.message : receipt.outcome);
}
results.webhook = { outcomes, paths };
receiver.closeAllConnections();
receiver.close();
process.stdout.write(JSON.stringify(results));
