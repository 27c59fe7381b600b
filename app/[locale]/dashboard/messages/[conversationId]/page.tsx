export { default, generateMetadata } from '../../../messages/[conversationId]/page';
