import { createNavigation } from 'next-intl/navigation';
import { routing } from './routing';

// The locale's prefix is theirs to add: addresses in the code are written without one.
export const { Link, redirect, useRouter, usePathname, getPathname } = createNavigation(routing);
