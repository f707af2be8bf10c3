/*
 * Issuing: two runs of one target that have their certificates made, a person and Cloudflare, written from the
 * rules alone. Searched exactly by SPIN. A key lives in the memory of the run that made it, and nowhere else.
 *
 * What the models of the levels show is taken for granted here: a look and the deletion that rests on it are one
 * step, the quiet zone is a tick, and an edge shows a replaced certificate for less than a tick.
 */
#include "issuing-rules.pml"

#define P 0 /* issued by an earlier run, and in force */
#define F 4 /* a stranger's, with the same subject */
#define NONE 5
#define SLOTS 4 /* P, and what runs issue */
mtype:certificate = { absent, deploying, live };
mtype:phase = { start, discard, issue, upload, deploy, cut, watch, remove, back, take, ended };

/* The world as it is. */
mtype:certificate status[5];
bool accepts[5]; /* whether the origin accepts it */
byte earlier[5]; /* what was uploaded before it */
byte near[5]; /* what was uploaded so shortly before it, or after, that dates do not tell which was deployed last */
byte rank[5]; /* zone level: by the order of deployments, 5 is in force */
bool young[5]; /* uploaded since the last tick */
byte row; byte edge; /* hostname level: the association; both: what edges may show still */
bool old; /* P is to be renewed */
byte kills; byte faults; bool clean; byte turn; bool crowded;

/* What a run knows. */
mtype:phase at[2];
byte mine[2]; /* what it puts in force */
bool key[2]; /* it made it, and has its key */
byte was[2]; /* what was in force as it began */
byte known[2]; /* what was there as it began, and its own */
bool calm[2]; /* a tick has passed since it saw what it waits for */
bool needed[2]; byte h; byte c;

#define bit(n) (1 << (n))
#define has(set, n) (((set) >> (n)) & 1)
#define there(n) (status[n] != absent)
#define ours ((there(0) | (there(1) << 1) | (there(2) << 2) | (there(3) << 3)) | (IDENTITY -> 0 : there(F) << F))
#define active ((status[0] == live) | ((status[1] == live) << 1) | ((status[2] == live) << 2) | ((status[3] == live) << 3))
#define top(set) (has(set, F) -> F : ((has(set, 0) && rank[0] == 5) -> 0 : ((has(set, 1) && rank[1] == 5) -> 1 : ((has(set, 2) && rank[2] == 5) -> 2 : ((has(set, 3) && rank[3] == 5) -> 3 : NONE)))))
#define in_force (ZONE -> top(active) : row)
#define due (old && in_force == P)
#define refused (in_force == NONE || !accepts[in_force % 5])
#define shown (edge | bit(in_force))
/* Two live ones of which nobody knows who was deployed last. */
#define unknown(r) (ZONE && !key[r] && in_force != NONE && (near[in_force % 5] & active & ~bit(in_force)) != 0)
/* Uploaded after what is in force, and not in force; at zone level what is active was overtaken, and is older. */
#define way(n) (has(earlier[n], in_force) && there(n) && (!ZONE || status[n] == deploying))
#define unfinished ((way(0) | (way(1) << 1) | (way(2) << 2) | (way(3) << 3)) | (IDENTITY -> 0 : bit(F)))
#define others(r) (ours & ~bit(mine[r]))
#define predecessors(r) (others(r) & (UPLOAD_ORDER -> earlier[mine[r]] : 31))
#define strangers(r) (others(r) & ~known[r])

inline activate(n) {
  d_step {
    edge = (in_force == NONE || !ZONE -> edge : edge | bit(in_force));
    status[n] = live;
    h = 0; do :: h < SLOTS -> rank[h] = rank[h] - (rank[h] > 1); h++ :: else -> break od; h = 0;
    rank[n] = 5
  }
}
/* Properties: what a visitor is shown is never deleted, but to go back from what is refused; something stays. */
inline erase(n, goes_back) {
  d_step {
    assert(n != F && (active & ~bit(n)) != 0);
    assert(goes_back || !has(shown, n));
    assert(ZONE || row != n);
    h = 0; do :: h < SLOTS -> rank[h] = rank[h] + (rank[h] > 0 && rank[h] < rank[n]); near[h] = near[h] & ~bit(n); earlier[h] = earlier[h] & ~bit(n); h++ :: else -> break od; h = 0;
    status[n] = absent; rank[n] = 0; near[n] = 0; earlier[n] = 0; young[n] = false
  }
}
inline make(n) {
  d_step {
    earlier[n] = there(0) | (there(1) << 1) | (there(2) << 2) | (there(3) << 3) | (there(F) << F);
    near[n] = (young[0] | (young[1] << 1) | (young[2] << 2) | (young[3] << 3)) & earlier[n];
    h = 0; do :: h < SLOTS -> near[h] = (has(near[n], h) -> near[h] | bit(n) : near[h]); h++ :: else -> break od; h = 0;
    status[n] = deploying; young[n] = true; rank[n] = 0
  }
}
inline forget(r, next) { d_step { at[r] = next; mine[r] = NONE; key[r] = false; was[r] = NONE; known[r] = 0; calm[r] = false; needed[r] = false } }

proctype rotation(byte r) {
end:
  do
  :: atomic { at[r] == start ->
     was[r] = in_force; known[r] = ours; c = unfinished;
     c = (has(c, F) -> F : (has(c, 3) -> 3 : (has(c, 2) -> 2 : (has(c, 1) -> 1 : (has(c, 0) -> 0 : NONE)))));
     needed[r] = (due || refused || unknown(r) || (ALWAYS && !clean));
     if
     :: c != NONE && UNFINISHED && !(ORIGIN && !ZONE) -> mine[r] = c; at[r] = deploy
     :: c != NONE && UNFINISHED && ORIGIN && !ZONE -> mine[r] = c; at[r] = (DISCARD -> discard : issue)
     :: else ->
        if
        :: due || (refused && REFUSED_DUE) || (unknown(r) && ORDER_DUE) || (ALWAYS && !clean) || !DUE -> at[r] = issue
        :: else -> mine[r] = in_force; at[r] = watch
        fi
     fi; c = 0 }

  /* One unused certificate of the identity, before its replacement is uploaded. */
  :: atomic { at[r] == discard && (calm[r] || !UNUSED) ->
     if
     :: there(mine[r]) && (!UNUSED || !has(shown, mine[r])) -> needed[r] = true; erase(mine[r], false); at[r] = issue
     :: else -> forget(r, ended) /* in use by now, or gone: the world moved */
     fi }

  :: atomic { at[r] == issue -> key[r] = true; mine[r] = NONE; at[r] = upload }
  :: atomic { at[r] == upload ->
     c = (!there(1) -> 1 : (!there(2) -> 2 : (!there(3) -> 3 : NONE)));
     if
     :: c == NONE -> crowded = true; forget(r, ended) /* the quota is full */
     :: c != NONE ->
        /* Property: nothing is issued that was not needed, and one orphan is left at most. */
        assert(needed[r] && (RUNS > 1 || unfinished == 0));
        make(c); mine[r] = c; known[r] = known[r] | bit(c); at[r] = deploy;
        if :: accepts[c] = true :: !clean -> accepts[c] = false fi
     :: c != NONE && faults > 0 -> faults--
     fi; c = 0 }
  :: atomic { at[r] == deploy && status[mine[r]] != deploying ->
     if
     :: status[mine[r]] == live -> at[r] = (ZONE -> watch : cut); calm[r] = false
     :: else -> forget(r, ended)
     fi }
  :: atomic { at[r] == cut ->
     if
     :: status[mine[r]] != live -> forget(r, ended)
     :: status[mine[r]] == live ->
        /* Property: only what an authority of ours signed is put in force, and with `origin` what it was shown. */
        assert(mine[r] != F && (!ORIGIN || key[r]));
        edge = edge | bit(row); row = mine[r]; at[r] = watch; calm[r] = false
     :: status[mine[r]] == live && faults > 0 -> faults--; at[r] = watch; calm[r] = false
     fi }

  /* Seen in force, or refused. */
  :: atomic { at[r] == watch && (calm[r] || !IN_FORCE) ->
     assert(mine[r] != F);
     if
     :: in_force == mine[r] && refused && BAD_NEWS -> at[r] = back
     :: in_force == mine[r] && !(refused && BAD_NEWS) -> at[r] = remove
     :: in_force != mine[r] && IN_FORCE -> forget(r, ended)
     :: in_force != mine[r] && !IN_FORCE -> at[r] = remove
     fi }
  :: atomic { at[r] == remove ->
     c = predecessors(r);
     c = (has(c, 0) -> 0 : (has(c, 1) -> 1 : (has(c, 2) -> 2 : (has(c, 3) -> 3 : NONE))));
     if
     :: (strangers(r) != 0 && STOP) || (IN_FORCE && in_force != mine[r]) || (unknown(r) && ORDER_DUE) -> forget(r, ended)
     :: else ->
        if
        :: c != NONE && (!has(edge, c) || !IN_FORCE) ->
           /* Property: what is newer, or another run's that works beside this one, is not for it to delete. */
           assert(has(earlier[mine[r]], c) && (c != mine[1-r] || has(known[r], c)));
           erase(c, false)
        :: else ->
           /* Property: what is told as in force is known to be, and is accepted. */
           assert(in_force == mine[r] && !refused && !unknown(r));
           forget(r, ended)
        fi
     fi; c = 0 }

  /* Roll back: to what was in force before; then what is ours is taken back. */
  :: atomic { at[r] == back ->
     if
     :: in_force != mine[r] -> at[r] = take; calm[r] = false /* others moved it: theirs to say */
     :: in_force == mine[r] && !ZONE && was[r] != NONE && was[r] != mine[r] && status[was[r] % 5] == live -> edge = edge | bit(row); row = was[r]; at[r] = take; calm[r] = false
     :: in_force == mine[r] && ZONE && (active & ~bit(mine[r])) != 0 && (key[r] || TAKEN_BACK) -> erase(mine[r], true); forget(r, ended)
     :: else -> forget(r, ended) /* nothing to go back to: it stays, refused, and is due */
     fi }
  :: atomic { at[r] == take && calm[r] ->
     if
     :: there(mine[r]) && !has(shown, mine[r]) && (key[r] || TAKEN_BACK) -> erase(mine[r], false)
     :: else
     fi;
     /* Property: whoever goes back leaves nothing of it. */
     assert(!there(mine[r]) || has(shown, mine[r]));
     forget(r, ended) }

  :: atomic { kills > 0 && at[r] != start && at[r] != ended -> kills--; forget(r, start) }
  :: atomic { at[r] == ended && clean && turn <= RUNS && r == 0 -> turn++; at[r] = start }
  od
}

proctype world() {
end:
  do
  :: atomic { status[1] == deploying -> activate(1) }
  :: atomic { status[2] == deploying -> activate(2) }
  :: atomic { status[3] == deploying -> activate(3) }
  :: atomic { !clean && !old -> old = true }
  :: atomic { (at[0] != ended || at[1] != ended) && status[1] != deploying && status[2] != deploying && status[3] != deploying ->
     d_step { edge = 0; young[0] = false; young[1] = false; young[2] = false; young[3] = false; calm[0] = true; calm[1] = true } }
  :: atomic { at[0] == ended && at[1] == ended && !clean && status[1] != deploying && status[2] != deploying && status[3] != deploying ->
     clean = true; kills = 0; faults = 0; edge = 0; young[0] = false; young[1] = false; young[2] = false; young[3] = false }
  /* Property: two runs after the faults (three where two runs may have left one each) an accepted one is in force, alone. */
  :: atomic { clean && turn > RUNS && at[0] == ended ->
     assert(crowded || (!refused && !due && (ours & ~bit(F)) == bit(in_force))); break }
  od
}

init {
  atomic {
    status[P] = live; status[1] = absent; status[2] = absent; status[3] = absent; accepts[P] = true; rank[P] = 5; row = P; status[F] = live; accepts[F] = false;
    kills = KILLS; faults = FAULTS;
    forget(0, start); forget(1, start);
    if :: RUNS < 2 -> at[1] = ended :: else fi;
    run rotation(0); run rotation(1); run world()
  }
}
