import { HANDED_IN } from "../support/conforming/handed-in.ts";
import { protectorConformance } from "../support/protector-conformance.ts";

protectorConformance(HANDED_IN, { cases: 25, features: 200 });
