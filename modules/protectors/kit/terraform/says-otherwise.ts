/**
 * Why something that lets events in is left out where it is there in another form, closed or narrower: Terraform would
 * open it at the first apply, before anybody arms.
 */
export const SAYS_OTHERWISE = "it is there and says otherwise, as before it is armed";
