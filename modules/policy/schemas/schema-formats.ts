import { isDay } from "../../core/day.ts";

/** What `format` names in our schemas, and a pattern cannot say. */
export const FORMATS = { date: isDay };
