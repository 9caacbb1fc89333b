/** What the list endpoints answer when nothing is asked for; the schema fills it in as well. */
export const PAGE_SIZE = 20;
