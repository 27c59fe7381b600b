import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { getClients } from '@/app/session';
import { ChatLauncher } from '@/components/gear/chat-launcher';
import { ContactPanel } from '@/components/gear/contact-panel';
import { GearDetails } from '@/components/gear/gear-details';
import { GearQuestions } from '@/components/questions/gear-questions';
import { findGearBySlug } from '@/lib/gear/queries';
import { getResponseTime } from '@/lib/people/response-time';
import { listQuestions } from '@/lib/questions/queries';

interface Props {
  params: Promise<{ slug: string }>;
}

const readGear = cache(async (slug: string) => {
  const { session, client } = await getClients();
  const gear = await findGearBySlug(client, slug);
  if (gear === null) {
    return null;
  }
  const [responseTime, questions] = await Promise.all([
    getResponseTime(client, gear.lister.id),
    listQuestions(client, gear.id),
  ]);
  return { gear, responseTime, questions, myId: session?.userId ?? null };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await readGear((await params).slug);
  if (found === null) {
    notFound();
  }
  return { title: found.gear.title, description: found.gear.description.slice(0, 160) };
}

export default async function GearPage({ params }: Props) {
  const found = await readGear((await params).slug);
  if (found === null) {
    notFound();
  }
  return (
    <>
      <GearDetails
        gear={found.gear}
        responseTime={found.responseTime}
        questions={<GearQuestions gear={found.gear} questions={found.questions} myId={found.myId} />}
      >
        <ContactPanel gear={found.gear} myId={found.myId} />
      </GearDetails>
      {found.myId !== null && found.myId !== found.gear.lister.id && <ChatLauncher gearId={found.gear.id} />}
    </>
  );
}
