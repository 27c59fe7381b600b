import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { getClients } from '@/app/session';
import { ContactPanel } from '@/components/gear/contact-panel';
import { GearDetails } from '@/components/gear/gear-details';
import { findGearBySlug } from '@/lib/gear/queries';
import { getResponseTime } from '@/lib/people/response-time';

interface Props {
  params: Promise<{ slug: string }>;
}

const readGear = cache(async (slug: string) => {
  const { session, client } = await getClients();
  const gear = await findGearBySlug(client, slug);
  if (gear === null) {
    return null;
  }
  const responseTime = await getResponseTime(client, gear.lister.id);
  return { gear, responseTime, myId: session?.userId ?? null };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await readGear((await params).slug);
  if (found === null) {
    const t = await getTranslations('NotFound');
    return { title: t('title') };
  }
  return { title: found.gear.title, description: found.gear.description.slice(0, 160) };
}

export default async function GearPage({ params }: Props) {
  const found = await readGear((await params).slug);
  if (found === null) {
    notFound();
  }
  return (
    <GearDetails gear={found.gear} responseTime={found.responseTime}>
      <ContactPanel gear={found.gear} myId={found.myId} />
    </GearDetails>
  );
}
