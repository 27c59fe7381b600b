/**
 * A mailbox for development and tests: an SMTP server that delivers nothing, and a page that shows what it was given.
 *
 *   SMTP                      any user and password, no TLS
 *   GET /local/mail           newest first; a page for browsers, JSON otherwise
 *   DELETE /local/mail        empties it
 *   GET, DELETE /local/stats  counters
 *
 * It keeps the last two hundred mails, in memory. HTTP answers to loopback only.
 */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSmtpServer, type Server, type Socket } from 'node:net';
import { renderMailPage } from './mail-page.ts';
import { type ReadableMail, readMail } from './read-mail.ts';
import { receiveMail } from './smtp-session.ts';

export interface MailboxOptions {
  /** Of the page; 0 picks any free one. */
  port: number;
  /** Of the SMTP server; 0 picks any free one. */
  smtpPort: number;
  /** 127.0.0.1 unless told. */
  host?: string;
}

export interface Mailbox {
  host: string;
  port: number;
  smtpPort: number;
  stop(): Promise<void>;
}

export interface Mail {
  id: string;
  /** ISO 8601 */
  receivedAt: string;
  /** The envelope: who it was really sent by and to. */
  from: string;
  to: string[];
  /** What the headers say. */
  headerFrom: string;
  headerTo: string;
  subject: string;
  text: string;
  html: string | null;
  source: string;
}

interface MailboxStats {
  requests: number;
  mails: number;
  recipients: number;
  smtpConnections: number;
}

interface Box {
  mails: Mail[];
  stats: MailboxStats;
}

const maxMails = 200;
const idleSmtpMs = 60_000;

/** Starts both servers; rejects when a port is taken. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const host = options.host ?? '127.0.0.1';
  const box: Box = { mails: [], stats: createStats() };
  const sockets = new Set<Socket>();

  const smtp = createSmtpServer((socket) => {
    box.stats.smtpConnections += 1;
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    socket.setTimeout(idleSmtpMs, () => socket.destroy());
    // A client may leave at any time; that ends its session and nothing else.
    socket.on('error', () => {});
    receiveMail(socket, ({ from, to, source }) => {
      box.stats.mails += 1;
      box.stats.recipients += to.length;
      box.mails.unshift(toMail(from, to, source, readMail(source)));
      box.mails.length = Math.min(box.mails.length, maxMails);
    }).catch(() => socket.destroy());
  });
  const http = createHttpServer((request, response) => answer(box, request, response));

  const close = async () => {
    for (const socket of sockets) socket.destroy();
    http.closeAllConnections();
    await Promise.all([smtp, http].map((server) => new Promise((resolve) => server.close(resolve))));
  };
  try {
    await listen(smtp, options.smtpPort, host);
    await listen(http, options.port, host);
  } catch (error) {
    await close();
    throw error;
  }
  return { host, port: portOf(http), smtpPort: portOf(smtp), stop: close };
}

function answer(box: Box, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (!/^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')) {
    send(response, 403, { error: 'The mailbox answers to this machine only' });
    return;
  }
  box.stats.requests += 1;
  const [path] = (request.url ?? '').split('?', 1);
  switch (`${request.method} ${path}`) {
    case 'GET /local/mail':
      if (prefersHtml(request)) sendPage(response, renderMailPage(box.mails));
      else send(response, 200, box.mails);
      break;
    case 'DELETE /local/mail':
      box.mails = [];
      send(response, 200, box.mails);
      break;
    case 'DELETE /local/stats':
      box.stats = createStats();
      send(response, 200, box.stats);
      break;
    case 'GET /local/stats':
      send(response, 200, box.stats);
      break;
    default:
      send(response, 404, { error: 'Unknown route' });
  }
}

/** Browsers name text/html first; fetch and curl accept anything and get JSON. */
function prefersHtml(request: IncomingMessage): boolean {
  const accept = request.headers.accept ?? '';
  const html = accept.indexOf('text/html');
  const json = accept.indexOf('application/json');
  return html >= 0 && (json < 0 || html < json);
}

function toMail(from: string, to: string[], source: Buffer, read: ReadableMail): Mail {
  return {
    id: randomUUID(),
    receivedAt: new Date().toISOString(),
    from,
    to,
    headerFrom: read.from,
    headerTo: read.to,
    subject: read.subject,
    text: read.text,
    html: read.html,
    source: source.toString('utf8'),
  };
}

function createStats(): MailboxStats {
  return { requests: 0, mails: 0, recipients: 0, smtpConnections: 0 };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function send(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

function sendPage(response: ServerResponse, page: string): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  };
  response.writeHead(200, headers).end(page);
}
