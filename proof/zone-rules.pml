/* Configuration, by -D. */
#ifndef GRACE
#define GRACE 1
#endif
#ifndef DEPLOY
#define DEPLOY 1
#endif
#ifndef SUCCESSOR_1
#define SUCCESSOR_1 D /* C: both runs bring the same certificate */
#endif
#ifndef KILLS
#define KILLS 1 /* runs killed, before or after any request, and started again */
#endif
#ifndef FAULTS
#define FAULTS 1 /* requests that are lost, applied with the answer lost, or applied late */
#endif
#ifndef PERSONS
#define PERSONS 0 /* certificates a person deletes or uploads again */
#endif
#ifndef LAG
#define LAG 1 /* 1: the list may not show yet what was uploaded since the last tick */
#endif

/* Guards: each rule of the design is one of these, and 0 takes it away. */
#ifndef DEPLOYED
#define DEPLOYED 1 /* nothing is deleted before the successor is active by its id */
#endif
#ifndef GRACE_OVER
#define GRACE_OVER 1 /* nor before a grace has passed since the first look that showed it active */
#endif
#ifndef BAD_NEWS
#define BAD_NEWS 1 /* what visitors are refused with is no success, and is undone */
#endif
#ifndef KNOWN_BEFORE
#define KNOWN_BEFORE 1 /* a predecessor was active before our POST, or uploaded longer ago than a deployment takes */
#endif
#ifndef UNDER_WAY
#define UNDER_WAY 1 /* what others are deploying is waited for, by id */
#endif
#ifndef FOUND
#define FOUND 1 /* a successor that was only found was not uploaded: what was active before tells nothing */
#endif
#ifndef SAME_UPLOAD
#define SAME_UPLOAD 1 /* the same id with another `uploaded_on` is another certificate */
#endif
#ifndef ORDER
#define ORDER 1 /* where the order is unknown, nothing is told as in force, and nothing is deleted */
#endif
#ifndef LAST_LOOK
#define LAST_LOOK 1 /* each deletion has a look of its own just before */
#endif
#ifndef READ_AFTER
#define READ_AFTER 1 /* after a deletion what it relied on is read by id; where nothing is live, it is uploaded again */
#endif
#ifndef NOT_REFUSED
#define NOT_REFUSED 1 /* a refused successor is never uploaded again */
#endif
#ifndef WAY_BACK
#define WAY_BACK 1 /* where there is nothing to go back to, the successor stays */
#endif
#ifndef BY_ID
#define BY_ID 1 /* the way back leads to any older certificate that is active by its id now, not to a remembered one */
#endif
#ifndef RESTART
#define RESTART 1 /* in force and refused, as a killed run left it: this run goes back */
#endif
