/** What a thing is asked for by. */
export const OWN = "the point is the thing's own";
