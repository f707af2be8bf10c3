/* The world of hostname.pml, and what a run may do in it. */

#define P 0 /* the predecessor */
#define C 1 /* the successors */
#define D 2
#define NONE 3
#define UNKNOWN 4
mtype:certificate = { absent, deploying, live, dying };
mtype:row = { pending, settled, stuck };
mtype:phase = { start, upload, deploy, cut, quiet, remove, back, take, remove_own, ended };

/* The world as it is. */
mtype:certificate status[3];
bool accepts[3]; /* whether the origin accepts it */
byte row_cert[2]; mtype:row row_is[2]; byte row_age[2]; /* the associations */
byte row_older[2]; /* certificates uploaded before the association was last updated */
byte old_cert[2]; mtype:row old_is[2]; byte old_age[2]; byte old_older[2]; bool lagging[2]; /* as a list may show them */
byte shows[6]; /* for how many ticks some edge may still show a hostname's visitors a certificate */
byte late[2]; /* a request of each run on its way: kind, hostname, certificate */
byte kills; byte faults; byte persons;
bool clean; bool wait; byte waited; byte turn; bool excused; /* the runs after the faults */

/* What a run knows. */
mtype:phase at[2];
byte was[4]; /* what its hostnames were on */
byte moved[2]; byte seen[2]; byte off[2]; bool own[2]; byte free[2]; bool fresh[2];
byte since[4]; /* 0, or 1 and the ticks since the first look at a settled association */
byte changed[2]; /* hostnames whose association is another than at that look */
byte pointed[2]; /* hostnames pointed since the last look */
byte told[2]; byte reached[2];
/* Only within a step. */
byte cert; mtype:row is; byte age; byte older; bool news; byte blocked; byte target; byte h;
byte on; bool in_place; bool own_quiet; bool named; byte next; byte next_cert;

#define bit(n) (1 << (n))
#define has(set, n) (((set) >> (n)) & 1)
#define succ(r) (r == 0 -> C : SUCCESSOR_1)
#define hosts(r) (r == 0 -> HOSTS_0 : HOSTS_1)
#define lineage(r) (r == 0 -> LINEAGE_0 : LINEAGE_1)
#define mine(r, n) has(hosts(r), n)
#define all_live ((status[P] == live) | ((status[C] == live) << 1) | ((status[D] == live) << 2))
#define uploaded ((status[P] != absent) | ((status[C] != absent) << 1) | ((status[D] != absent) << 2))
#define all_settled (row_is[0] == settled && row_is[1] == settled)
/* Whether some edge shows visitors of a hostname what the origin refuses. */
#define refused(n) ((shows[n*3+C] > 0 && !accepts[C]) || (shows[n*3+D] > 0 && !accepts[D]))
/* Bad news at once where visitors got through before; else once the grace is over. */
#define bad_at(r, n) (has(on, n) && refused(n) && (own_quiet || (was[r*2+n] < NONE && accepts[was[r*2+n] % 3])))
#define bad(r) (BAD_NEWS && (bad_at(r, 0) || bad_at(r, 1)))
/* Predecessors: what the run moved hostnames off, and unused ones of the lineage with an earlier notBefore. */
#define predecessors(r) ((off[r] | (OLDER -> lineage(r) & (bit(succ(r)) - 1) : 7)) & ~bit(succ(r)))
/* Nothing more to wait for: with faults at any moment, without them when over an hour has gone by. */
#define gives_up (!clean || waited > HOUR + GRACE)

/* Cloudflare points a hostname. In the worst case some edge follows at once. */
inline point(n, c) {
  d_step {
    if :: LAG && !lagging[n] -> old_cert[n] = row_cert[n]; old_is[n] = row_is[n]; old_age[n] = row_age[n];
                                old_older[n] = row_older[n]; lagging[n] = true
       :: else fi;
    /* Property: no visitor is shown what no edge has yet. */
    assert(c == NONE || status[c % 3] == live);
    if :: ONCE && late[0] == 48 + row_cert[n] -> late[0] = 0 :: else fi;
    if :: ONCE && late[1] == 48 + row_cert[n] -> late[1] = 0 :: else fi;
    row_cert[n] = c; row_is[n] = pending; row_age[n] = 0; row_older[n] = uploaded;
    if :: c != NONE -> shows[n*3+c] = GRACE :: else fi;
    if :: ONCE && has(pointed[0], n) -> fresh[0] = false :: else fi;
    if :: ONCE && has(pointed[1], n) -> fresh[1] = false :: else fi;
    pointed[0] = (fresh[0] -> pointed[0] | bit(n) : 0); pointed[1] = (fresh[1] -> pointed[1] | bit(n) : 0);
    changed[0] = (since[n] > 0 -> changed[0] | bit(n) : changed[0]);
    changed[1] = (since[2+n] > 0 -> changed[1] | bit(n) : changed[1])
  }
}

/*
 * Cloudflare deletes what no association names. Property: no visitor is shown it, at any edge. A list that lags
 * may hide that it was used for a moment and refused: that costs nobody anything.
 */
inline erase(c) {
  d_step {
    if
    :: LOCK && (row_cert[0] == c || row_cert[1] == c) -> skip
    :: else ->
       if :: status[c] == live || status[c] == deploying ->
             assert((LAG && !accepts[c]) || (shows[c] == 0 && shows[3+c] == 0));
             status[c] = dying
          :: else fi
    fi
  }
}

/* One association, now or, where the list lags, as it was before this tick. */
inline look_at(r, n) {
  cert = row_cert[n]; is = row_is[n]; age = row_age[n]; older = row_older[n]; news = true;
  if :: lagging[n] -> cert = old_cert[n]; is = old_is[n]; age = old_age[n]; older = old_older[n]; news = false
     :: true
  fi;
  d_step {
    if
    :: is != settled && FROM_SETTLED -> since[r*2+n] = 0
    :: (is == settled || !FROM_SETTLED) && (since[r*2+n] == 0 || (ANEW && has(changed[r], n) == news)) -> since[r*2+n] = 1
    :: else
    fi;
    changed[r] = (news || since[r*2+n] == 0 -> changed[r] & ~bit(n) : changed[r] | bit(n));
    if
    :: mine(r, n) ->
       if :: row_cert[n] == succ(r) || cert == succ(r) -> reached[r] = reached[r] | bit(n) :: else fi;
       in_place = in_place && cert == succ(r) && is == settled;
       own_quiet = own_quiet && is == settled && (since[r*2+n] > GRACE || !GRACE_APART);
       if :: has(moved[r], n) && cert == succ(r) && is == settled -> seen[r] = seen[r] | bit(n) :: else fi;
       if :: cert == succ(r) -> on = on | (RESTART -> bit(n) : moved[r] & bit(n)) :: else fi;
       if :: cert != succ(r) && next == NONE -> next = n; next_cert = cert :: else fi
    :: else
    fi;
    if
    :: !mine(r, n) && !has(LISTED, r) -> skip /* nobody sees it */
    :: else ->
       named = named || cert == succ(r);
       if :: cert != NONE && NAMED -> blocked = blocked | bit(cert) :: else fi;
       if
       :: !mine(r, n) && !WHOLE_ZONE -> skip
       :: (is == settled || !SETTLED) &&
          (since[r*2+n] > GRACE || !GRACE_APART || age >= (LONG_SETTLED -> HOUR : GRACE)) -> skip
       :: else -> blocked = blocked | (is == stuck || (is == pending && age >= HOUR) -> (STUCK -> older : 0) : 7)
       fi
    fi
  }
}

/* A look at the zone: what may go, and how the run's own hostnames stand. */
inline look(r) {
  in_place = true; own_quiet = true; next = NONE;
  look_at(r, 0); look_at(r, 1);
  d_step {
    free[r] = (LIST && !has(LISTED, r) -> 0 : 7 & ~blocked);
    fresh[r] = true; pointed[r] = 0;
    told[r] = (SEEN -> seen[r] : told[r])
  }
  printf("run %d looks: %d %d on its successor %d, in place %d, quiet %d, may go %d, moved %d\n", r, row_cert[0], row_cert[1], on, in_place, own_quiet, free[r], moved[r])
}
inline done() {
  d_step {
    cert = 0; is = 0; age = 0; older = 0; news = false; blocked = 0; target = 0; h = 0;
    on = 0; in_place = false; own_quiet = false; named = false; next = 0; next_cert = 0
  }
}

/* A request takes effect, is lost, or comes late; which of them, only a look can tell. */
inline take_effect(kind, n, c) {
  if
  :: kind == 1 -> if :: status[c] == absent || status[c] == dying -> status[c] = deploying :: else fi
  :: kind == 2 -> if :: c == NONE || status[c] == live || (!DEPLOYED && status[c] == deploying) -> point(n, c) :: else fi
  :: kind == 3 -> erase(c)
  fi
}
inline send(r, kind, n, c) {
  if
  :: printf("run %d sends %d for hostname %d, certificate %d\n", r, kind, n, c); take_effect(kind, n, c)
  :: faults > 0 -> printf("run %d sends %d in vain: hostname %d, certificate %d\n", r, kind, n, c); faults--
  :: faults > 0 && late[r] == 0 -> printf("run %d sends %d late: hostname %d, certificate %d\n", r, kind, n, c);
     faults--; late[r] = kind * 16 + n * 4 + c
  fi
}

/* A run ends and forgets. */
inline forget(r, next_phase) {
  d_step {
    at[r] = next_phase; moved[r] = 0; seen[r] = 0; off[r] = 0; own[r] = false; free[r] = 0; fresh[r] = false;
    was[r*2] = UNKNOWN; was[r*2+1] = UNKNOWN; since[r*2] = 0; since[r*2+1] = 0; changed[r] = 0; pointed[r] = 0;
    told[r] = 0; reached[r] = 0; waited = 0
  }
}
/* Property: what is told as pointed was. */
inline tell(r) {
  printf("run %d ends\n", r);
  assert((told[r] & ~reached[r]) == 0);
  excused = clean && (excused || waited > HOUR + GRACE);
  forget(r, ended)
}

/* Where a hostname goes back to: what it had, if that is active by its id now; else the newest older one. */
inline way_back(r, n) {
  target = was[r*2+n];
  if
  :: target == NONE || (target < NONE && (has(all_live, target) || !BY_ID)) -> skip
  :: else -> target = (has(all_live & lineage(r), C) && succ(r) == D -> C : (has(all_live & lineage(r), P) -> P : UNKNOWN))
  fi
}
