import { createGroupsApi } from '@/lib/messenger/groups-api';

/** Of this page's origin, with its session. */
export const groupsApi = createGroupsApi();
