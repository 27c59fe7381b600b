import pg from 'pg';

/** What the chats in this folder store. One pool of connections, as any server has. */
export async function openDatabase(): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString: process.env.CHAT_DATABASE_URL, max: 16 });
  await pool.query(`
    create table if not exists conversations (id uuid primary key, last_message_at timestamptz, message_count integer not null default 0);
    create table if not exists messages (
      id uuid primary key, conversation_id uuid not null, sender_id uuid not null, body text not null,
      created_at timestamptz not null default now());
    create index if not exists messages_by_conversation on messages (conversation_id, created_at);`);
  return pool;
}

export interface ChatMessage {
  id: string;
  conversationId: string;
  senderId: string;
  text: string;
}

export const insertMessage =
  'insert into messages (id, conversation_id, sender_id, body) values ($1, $2, $3, $4) returning created_at';
export const valuesOf = (message: ChatMessage) => [
  message.id,
  message.conversationId,
  message.senderId,
  message.text,
];
