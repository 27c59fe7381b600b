import type { Socket } from 'node:net';

/** A mail as it came over the wire. */
export interface ReceivedMail {
  /** The envelope, which decides who gets it; the headers may say otherwise. */
  from: string;
  to: string[];
  source: Buffer;
}

const maxMailBytes = 10_485_760;
const maxLineBytes = 1_048_576;
const maxRecipients = 100;

const greetings = [
  '250-mailbox',
  '250-8BITMIME',
  '250-SMTPUTF8',
  `250-SIZE ${maxMailBytes}`,
  '250 AUTH PLAIN LOGIN',
].join('\r\n');

/** Speaks the receiving side of RFC 5321 until the client leaves. Any user and password are welcome. */
export async function receiveMail(socket: Socket, deliver: (mail: ReceivedMail) => void): Promise<void> {
  const lines = readLines(socket);
  const nextLine = async () => (await lines.next()).value;
  const say = (answer: string) => socket.write(`${answer}\r\n`);
  let from: string | null = null;
  let to: string[] = [];
  const forget = () => {
    from = null;
    to = [];
  };

  say('220 mailbox ESMTP');
  for (let line = await nextLine(); line !== undefined; line = await nextLine()) {
    const [verb = ''] = line.split(' ', 1);
    switch (verb.toUpperCase()) {
      case 'EHLO':
      case 'HELO':
        forget();
        say(verb.toUpperCase() === 'EHLO' ? greetings : '250 mailbox');
        break;
      case 'AUTH':
        say(await signIn(line, say, nextLine));
        break;
      case 'MAIL': {
        const sender = addressIn(line, /^MAIL FROM:\s*<([^<>]*)>/i);
        if (sender === null) say('501 Syntax: MAIL FROM:<address>');
        else {
          forget();
          from = sender;
          say('250 Ok');
        }
        break;
      }
      case 'RCPT': {
        const recipient = addressIn(line, /^RCPT TO:\s*<([^<>]+)>/i);
        if (from === null) say('503 MAIL first');
        else if (recipient === null) say('501 Syntax: RCPT TO:<address>');
        else if (to.length >= maxRecipients) say('452 Too many recipients');
        else {
          to.push(recipient);
          say('250 Ok');
        }
        break;
      }
      case 'DATA': {
        if (from === null || to.length === 0) {
          say('503 MAIL and RCPT first');
          break;
        }
        say('354 End with a line of one dot');
        const source = await readData(nextLine);
        if (source) deliver({ from, to, source });
        say(source ? '250 Ok' : '552 Too large');
        forget();
        break;
      }
      case 'RSET':
        forget();
        say('250 Ok');
        break;
      case 'NOOP':
        say('250 Ok');
        break;
      case 'QUIT':
        socket.end('221 Bye\r\n');
        return;
      default:
        say('502 Command not implemented');
    }
  }
}

type NextLine = () => Promise<string | undefined>;

async function signIn(line: string, say: (answer: string) => void, nextLine: NextLine): Promise<string> {
  const [, mechanism = '', initial] = line.split(' ');
  const prompts: Record<string, string[]> = {
    PLAIN: ['334 '],
    LOGIN: ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6'],
  };
  const wanted = prompts[mechanism.toUpperCase()];
  if (!wanted) return '504 PLAIN or LOGIN';
  for (const prompt of initial ? wanted.slice(1) : wanted) {
    say(prompt);
    if ((await nextLine()) === '*') return '501 Cancelled';
  }
  return '235 Welcome';
}

/** The mail's bytes, or null when there were too many; always up to the closing dot. */
async function readData(nextLine: NextLine): Promise<Buffer | null> {
  const lines: string[] = [];
  let size = 0;
  for (let line = await nextLine(); line !== undefined; line = await nextLine()) {
    if (line === '.') return size > maxMailBytes ? null : Buffer.from(lines.join(''), 'latin1');
    size += line.length + 2;
    // A line that begins with a dot was sent with one more.
    if (size <= maxMailBytes) lines.push(`${line.replace(/^\./, '')}\r\n`);
  }
  return null;
}

function addressIn(line: string, pattern: RegExp): string | null {
  const address = pattern.exec(line)?.[1];
  return address === undefined ? null : Buffer.from(address, 'latin1').toString('utf8');
}

/** Lines without their end, one character a byte. Stops when the client leaves or sends a line without end. */
async function* readLines(socket: Socket): AsyncGenerator<string, undefined> {
  let pending = '';
  for await (const chunk of socket) {
    pending += (chunk as Buffer).toString('latin1');
    const lines = pending.split('\r\n');
    pending = lines.pop() ?? '';
    yield* lines;
    if (pending.length > maxLineBytes) {
      socket.end('500 Line too long\r\n');
      return;
    }
  }
}
