export { default, generateMetadata } from '../../../messages/[conversationId]/not-found';
