/* The world of zone.pml, and what a run may do in it. */

#define P 0 /* the predecessor */
#define C 1 /* the successors */
#define D 2
#define NONE 3
mtype:certificate = { absent, deploying, live, dying };
mtype:phase = { start, upload, deploy, watch, remove, after, back, remove_own, after_own, ended };

/* The world as it is. */
mtype:certificate status[3];
bool accepts[3]; /* whether the origin accepts it */
byte rank[3]; /* by the order of deployments: 3 is in force, 0 is not live */
byte up[3]; /* ticks since its upload, DEPLOY + 1 at most */
byte prior[3]; /* those uploaded longer before it than a deployment takes, as dates tell */
byte earlier[3]; /* those uploaded before it at all */
byte shows[3]; /* for how many ticks some edge may still show it */
byte late[2]; /* a request of each run on its way: kind and certificate */
byte kills; byte faults; byte persons;
bool clean; bool wait; byte waited; byte turn; bool excused; bool meddled;

/* What a run knows. */
mtype:phase at[2];
byte before[2]; /* active when it looked before its POST */
bool posted[2]; /* the POST was answered: it is ours and new */
byte same[2]; /* not uploaded again since the look at the start */
byte since[2]; /* 0, or 1 and the ticks since the first look that showed it active */
bool well[2]; /* visitors got through as it began */
bool fresh[2]; bool moved[2]; /* a look just now; whether the world has moved since */
bool judged[2]; /* it refused its successor */
byte target; byte h;

#define bit(n) (1 << (n))
#define has(set, n) (((set) >> (n)) & 1)
#define succ(r) (r == 0 -> C : SUCCESSOR_1)
#define lives(c) (status[c] == live)
#define all_live (lives(P) | (lives(C) << 1) | (lives(D) << 2))
#define others(r) (all_live & ~bit(succ(r)))
#define unknown(c, d) (lives(c) && lives(d) && !has(prior[c], d) && !has(prior[d], c))
#define in_force (rank[P] == 3 -> P : (rank[C] == 3 -> C : D))
#define under_way(r) ((status[C] == deploying && succ(r) != C) || (status[D] == deploying && succ(r) != D) || status[P] == deploying)
#define older(r) ((KNOWN_BEFORE -> (posted[r] || !FOUND -> before[r] : 0) | prior[succ(r)] : earlier[succ(r)]) & (SAME_UPLOAD -> same[r] : 7) & others(r))
#define unordered(r) (others(r) & ~older(r))
#define gone(r) ((!lives(succ(r)) && DEPLOYED) || (!has(same[r], succ(r)) && SAME_UPLOAD))
#define bad(r) (BAD_NEWS && (since[r] > GRACE || well[r]) && (posted[r] || RESTART) &&\
                ((shows[C] > 0 && !accepts[C]) || (shows[D] > 0 && !accepts[D])))
#define gives_up (!clean || waited > 2 * (GRACE + DEPLOY))

/* Cloudflare deploys: the last one deployed is in force, and edges follow within a grace. */
inline activate(c) {
  d_step {
    status[c] = live;
    rank[P] = rank[P] - (rank[P] > 1); rank[C] = rank[C] - (rank[C] > 1); rank[D] = rank[D] - (rank[D] > 1);
    rank[c] = 3; shows[c] = GRACE; moved[0] = true; moved[1] = true; wait = false
  }
}
/* A POST: what exists is refused with 1406; a tombstone is refused, or revived and living, or revived and dying. */
inline post(c) {
  if
  :: status[c] == absent || status[c] == dying ->
     d_step {
       status[c] = deploying; up[c] = 0; rank[c] = 0;
       prior[c] = (all_live & ((up[P] > DEPLOY) | ((up[C] > DEPLOY) << 1) | ((up[D] > DEPLOY) << 2))) & ~bit(c);
       earlier[c] = ((status[P] != absent) | ((status[C] != absent) << 1) | ((status[D] != absent) << 2)) & ~bit(c);
       prior[P] = prior[P] & ~bit(c); prior[C] = prior[C] & ~bit(c); prior[D] = prior[D] & ~bit(c);
       earlier[P] = earlier[P] & ~bit(c); earlier[C] = earlier[C] & ~bit(c); earlier[D] = earlier[D] & ~bit(c);
       same[0] = same[0] & ~bit(c); same[1] = same[1] & ~bit(c); moved[0] = true; moved[1] = true
     }
  :: status[c] != absent
  fi
}
inline erase(c) {
  d_step {
    if
    :: lives(c) ->
       status[c] = dying; shows[c] = 0; moved[0] = true; moved[1] = true;
       rank[P] = rank[P] + (rank[P] > 0 && rank[P] < rank[c]); rank[C] = rank[C] + (rank[C] > 0 && rank[C] < rank[c] && C != c);
       rank[D] = rank[D] + (rank[D] > 0 && rank[D] < rank[c] && D != c);
       rank[c] = 0;
       if :: rank[P] == 3 -> shows[P] = GRACE :: rank[C] == 3 -> shows[C] = GRACE :: rank[D] == 3 -> shows[D] = GRACE :: else fi
    :: else
    fi
  }
}
inline send(r, kind, c) {
  if
  :: if :: kind == 1 -> post(c) :: kind == 2 -> erase(c) fi;
     printf("run %d sends %d, certificate %d\n", r, kind, c)
  :: faults > 0 -> faults--; printf("run %d sends %d in vain, certificate %d\n", r, kind, c)
  :: faults > 0 && late[r] == 0 -> faults--; late[r] = kind * 4 + c; printf("run %d sends %d late, certificate %d\n", r, kind, c)
  fi
}
inline forget(r, phase) {
  d_step {
    at[r] = phase; before[r] = 0; posted[r] = false; same[r] = 7; since[r] = 0; well[r] = false; fresh[r] = false;
    moved[r] = false; judged[r] = false; waited = 0
  }
}
inline look(r) {
  fresh[r] = true; moved[r] = false;
  same[r] = (lives(succ(r)) && since[r] == 0 -> same[r] | bit(succ(r)) : same[r]);
  since[r] = (lives(succ(r)) && since[r] == 0 -> 1 : since[r]);
  printf("run %d looks: live %d, in force %d, older %d, unordered %d\n", r, all_live, in_force, older(r), unordered(r))
}
inline fail(r) {
  printf("run %d fails\n", r);
  excused = clean && (excused || waited > 2 * (GRACE + DEPLOY));
  forget(r, ended)
}
/* Property: what is told as in force is, and is accepted. */
inline succeed(r) {
  printf("run %d says its certificate is in force\n", r);
  assert(lives(succ(r)) && accepts[succ(r)] && ((in_force == succ(r) && !under_way(r)) || moved[r]));
  forget(r, ended)
}
