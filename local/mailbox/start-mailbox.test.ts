import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Mail, type Mailbox, startMailbox } from './start-mailbox.ts';

// It has no types here, and only this test needs it.
const nodemailer = createRequire(import.meta.url)('nodemailer') as {
  createTransport(options: object): { sendMail(mail: object): Promise<unknown>; close(): void };
};

let mailbox: Mailbox;
let url: string;

beforeAll(async () => {
  mailbox = await startMailbox({ port: 0, smtpPort: 0 });
  url = `http://127.0.0.1:${mailbox.port}/local`;
});

beforeEach(async () => {
  await fetch(`${url}/mail`, { method: 'DELETE' });
  await fetch(`${url}/stats`, { method: 'DELETE' });
});

afterAll(() => mailbox.stop());

function transport(options: object = {}) {
  return nodemailer.createTransport({ host: '127.0.0.1', port: mailbox.smtpPort, ...options });
}

async function mails(): Promise<Mail[]> {
  return (await (await fetch(`${url}/mail`)).json()) as Mail[];
}

describe('mail sent with nodemailer', () => {
  it('arrives with its envelope, subject and text, whatever the script', async () => {
    await transport().sendMail({
      from: 'Lendline <hello@lendline.test>',
      to: ['Ana अना <ana@lendline.test>', 'ben@lendline.test'],
      bcc: 'cara@lendline.test',
      subject: 'नमस्ते Ana, your rental is confirmed: "Mountain bike" 🙂 and a long subject that is folded',
      text: `à demain 🙂\n.a line with a dot\n..and two\n${'long '.repeat(60)}\nhttps://lendline.test/x?a=1&b=2`,
    });
    const [mail] = await mails();
    expect(mail).toMatchObject({
      from: 'hello@lendline.test',
      to: ['ana@lendline.test', 'ben@lendline.test', 'cara@lendline.test'],
      headerFrom: 'Lendline <hello@lendline.test>',
      headerTo: 'Ana अना <ana@lendline.test>, ben@lendline.test',
      subject: 'नमस्ते Ana, your rental is confirmed: "Mountain bike" 🙂 and a long subject that is folded',
      html: null,
    });
    expect(mail?.text).toBe(
      `à demain 🙂\n.a line with a dot\n..and two\n${'long '.repeat(60)}\nhttps://lendline.test/x?a=1&b=2`,
    );
    expect(mail?.source).toContain('Message-ID:');
  });

  it.each(['quoted-printable', 'base64'])('text and HTML in %s are both read', async (textEncoding) => {
    await transport().sendMail({
      from: 'a@lendline.test',
      to: 'b@lendline.test',
      subject: 'Both',
      textEncoding,
      text: 'héllo = wörld',
      html: '<p>héllo = <b>wörld</b></p>',
      attachments: [{ filename: 'notes.txt', content: 'not the text' }],
    });
    expect(await mails()).toMatchObject([{ text: 'héllo = wörld', html: '<p>héllo = <b>wörld</b></p>' }]);
  });

  it.each(['PLAIN', 'LOGIN'])('any password is welcome through %s', async (authMethod) => {
    const signedIn = transport({ auth: { user: 'anyone', pass: 'anything' }, authMethod });
    await signedIn.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: authMethod, text: 'hi' });
    expect(await mails()).toMatchObject([{ subject: authMethod }]);
  });

  it('the newest mail comes first, and one connection can bring several', async () => {
    const pool = transport({ pool: true, maxConnections: 1 });
    for (const subject of ['first', 'second', 'third']) {
      await pool.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: subject });
    }
    pool.close();
    expect((await mails()).map((mail) => mail.subject)).toEqual(['third', 'second', 'first']);
    const stats = await (await fetch(`${url}/stats`)).json();
    expect(stats).toMatchObject({ mails: 3, recipients: 3, smtpConnections: 1 });
  });
});

describe('the conversation', () => {
  it('commands out of order, unknown or malformed are refused and change nothing', async () => {
    const answers = await talk([
      'RCPT TO:<b@x.test>',
      'DATA',
      'MAIL FROM:a@x.test',
      'VRFY ana',
      'MAIL FROM:<a@x.test> SIZE=10',
      'RCPT TO:<>',
      'RCPT TO:<b@x.test>',
      'RSET',
      'DATA',
      'NOOP',
      'AUTH CRAM-MD5',
      'QUIT',
    ]);
    expect(answers.map((answer) => answer.slice(0, 3))).toEqual(
      '503 503 501 502 250 501 250 250 503 250 504 221'.split(' '),
    );
    expect(await mails()).toEqual([]);
  });
});

describe('the page', () => {
  it('a browser is shown the mails, as text', async () => {
    await transport().sendMail({
      from: 'a@x.test',
      to: 'b@x.test',
      subject: '<script>alert(1)</script>',
      text: 'see https://lendline.test/confirm?a=1&b="2" <img src=x onerror=alert(1)>',
      html: '<img src=x onerror=alert(2)>',
    });
    const answer = await fetch(`${url}/mail`, {
      headers: { accept: 'text/html,application/json;q=0.9,*/*;q=0.8' },
    });
    const page = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(page).toContain('<a href="https://lendline.test/confirm?a=1&#38;b=">');
    expect(page).not.toMatch(/<(script|img)/);
  });

  it('other routes are not found', async () => {
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/mail`, { method: 'POST' })).status).toBe(404);
  });

  it('a port that is taken rejects', async () => {
    await expect(startMailbox({ port: mailbox.port, smtpPort: 0 })).rejects.toThrow('EADDRINUSE');
  });
});

/** Sends each line when the one before has been answered; gives the answers to them. */
async function talk(lines: string[]): Promise<string[]> {
  const socket = connect(mailbox.smtpPort, '127.0.0.1');
  const answers: string[] = [];
  let pending = '';
  for await (const chunk of socket) {
    pending += chunk;
    if (!pending.endsWith('\r\n')) continue;
    answers.push(pending.trim());
    pending = '';
    const line = lines[answers.length - 1];
    if (line !== undefined) socket.write(`${line}\r\n`);
  }
  return answers.slice(1);
}
