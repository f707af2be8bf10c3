/* Configuration, by -D. */
#ifndef ZONE
#define ZONE 0 /* 1: the upload is the cut-over, and of those that are active the one deployed last is in force */
#endif
#ifndef ORIGIN
#define ORIGIN 0 /* 1: `origin` is given: nothing goes into force that it was not shown, which takes the key */
#endif
#ifndef ALWAYS
#define ALWAYS 0 /* 1: the first runs have `renew: always` */
#endif
#ifndef RUNS
#define RUNS 2
#endif
#ifndef KILLS
#define KILLS 1 /* runs killed at any step, and started again without memory */
#endif
#ifndef FAULTS
#define FAULTS 1 /* requests that are lost, or applied with the answer lost */
#endif

/* Guards: each rule of the design is one of these, and 0 takes it away. */
#ifndef DUE
#define DUE 1 /* nothing is issued before it is due */
#endif
#ifndef REFUSED_DUE
#define REFUSED_DUE 1 /* refused in force is due */
#endif
#ifndef ORDER_DUE
#define ORDER_DUE 1 /* live ones of unknown order are due */
#endif
#ifndef UNFINISHED
#define UNFINISHED 1 /* what is uploaded and not in force is finished first, also with `renew: always` */
#endif
#ifndef IDENTITY
#define IDENTITY 1 /* only what an authority of ours signed is of the identity: not what merely has its subject */
#endif
#ifndef DISCARD
#define DISCARD 1 /* where the origin cannot be shown what has no key, that one goes before its replacement is uploaded */
#endif
#ifndef UNUSED
#define UNUSED 1 /* and only if no association names it, and none did a moment ago */
#endif
#ifndef TAKEN_BACK
#define TAKEN_BACK 1 /* adopted and refused: taken back, like an upload of ours */
#endif
#ifndef BAD_NEWS
#define BAD_NEWS 1 /* what visitors are refused with is no success, and is undone */
#endif
#ifndef UPLOAD_ORDER
#define UPLOAD_ORDER 1 /* predecessors are those uploaded before: what is newer is another run's */
#endif
#ifndef STOP
#define STOP 1 /* two runs at once: each stops before deleting once another one's certificate has appeared */
#endif
#ifndef IN_FORCE
#define IN_FORCE 1 /* a predecessor goes only once the new one was seen in force */
#endif
