import ConversationPage from '../../../messages/[conversationId]/page';

export { generateMetadata } from '../../../messages/[conversationId]/page';

type Props = PageProps<'/[locale]/dashboard/messages/[conversationId]'>;

export default function DashboardConversationPage(props: Props) {
  return <ConversationPage {...props} base="/dashboard/messages" />;
}
