/** Description of a version that keeps two equal ones apart: Lambda publishes none that is equal to the last. */
export const SEPARATOR = "zonekeep: keeps two equal versions apart";
