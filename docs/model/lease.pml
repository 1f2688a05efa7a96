/*
 * The lease rule of docs/safety.md, clauses 1 to 6, for three nodes and one address.
 * README.md beside it says what is modelled, how to run it, and what it does not say.
 *
 * Every node votes and may ask for the address. One step is one step of one node, or a tick of all
 * clocks; clocks count down to 0 and stop there. Each clause can be taken out by a macro NO_...
 */

#ifndef T
#define T 3             /* ticks for which a promise binds, and a voter is amnesic */
#endif
#ifndef L
#define L 2             /* lifetime in the kernel, with the kernel's lateness */
#endif
#ifndef CRASHES
#define CRASHES 2       /* of all nodes together */
#endif

#define NOBODY 3        /* also: a life that is over */

/* states of a holder */
#define IDLE 0
#define ASKING 1
#define HOLDING 2

/* requests and votes under way */
#define NONE 0
#define FRESH 1
#define RUNNING 2       /* renews a lease that runs */
#define FULL 1
#define WEAK 2

typedef Node {
    bit alive;
    unsigned amnesia : 3;       /* how long it may not know what it promised */

    unsigned state : 2;         /* as a holder */
    unsigned asked : 3;         /* what a lease counted from its open request would still have */
    unsigned sure : 3;          /* who has voted for that request, as bits */
    unsigned weak : 3;
    unsigned lease : 3;
    unsigned kernel : 3;        /* how long the kernel has the address, at the latest */

#ifdef NO_HOLDER_LIFE
    bit has_asked;              /* in this life */
#endif

    unsigned promise : 3;       /* as a voter: how long it is bound, and to whom */
    unsigned holder : 2
};

Node node[3];

/*
 * Between each two nodes at most one request, one give-back and one vote are under way. Each may be
 * late for ever, which stands for lost; a request comes again and again until it is voted for.
 *
 * No message needs a number or the name of a life: what a clause would ignore for good, and what
 * could do nothing but bind a voter to somebody who does not ask, is taken away where it becomes
 * so. That leaves fewer states, and a clause that is taken out leaves the message where it is.
 */
#define at(from, to) (3 * (from) + (to))
byte request[9];
byte vote[9];
bit back[9];

#define one(h) (((h) + 1) % 3)
#define other(h) (((h) + 2) % 3)

byte crashes;

byte n, c;                      /* scratch: 0 between steps */

/* ---- the clauses that are questions; the others stand where they act */

/* Clause 1: a running promise excludes everybody else. */
#ifdef NO_PROMISE
#define free_for(v, h) true
#else
#define free_for(v, h) (node[v].promise == 0 || node[v].holder == h)
#endif

/* Clause 1: it binds its giver too. */
#ifdef NO_GIVER_BOUND
#define may_ask(h) true
#else
#define may_ask(h) free_for(h, h)
#endif

/* Clause 2: a majority. */
#ifdef NO_MAJORITY
#define NEEDED 1
#else
#define NEEDED 2
#endif

/* Clause 2: counted from asking. */
#ifdef NO_FROM_ASKING
#define new_lease(h) T
#else
#define new_lease(h) node[h].asked
#endif

/* Clause 2: a vote names the request it answers. */
#ifdef NO_REQUEST_NAME
#define voids_votes(h) false
#else
#define voids_votes(h) is_of_this_life(h)
#endif

/* Clause 1: a promise is to one life of its holder, and so are votes. */
#ifdef NO_HOLDER_LIFE
#define is_of_this_life(h) node[h].has_asked
#else
#define is_of_this_life(h) true
#endif

/* Clause 3: the kernel's lifetime ends inside the lease. */
#ifdef NO_LIFETIME
#define may_write(h) (node[h].lease > 0)
#else
#define may_write(h) (node[h].lease >= L)
#endif

/*
 * Clause 4: a give-back names the request it ends: it does nothing to a later promise, and nothing
 * a second time.
 */
#ifdef NO_ORDER
#define matters(h, v) true
#define drop_back(h, v) skip
#else
#define matters(h, v) (node[v].promise > 0 && node[v].holder == h)
#define drop_back(h, v) back[at(h, v)] = 0
#endif

/* Clause 5: who has just started does not know what it promised. */
#ifdef NO_AMNESIA
#define knows_too_little(v) false
#else
#define knows_too_little(v) (node[v].amnesia > 0)
#endif

/* Clause 6: weak votes count when all have said yes. */
#ifdef NO_WEAK_ALL
#define NEEDED_IF_WEAK 2
#else
#define NEEDED_IF_WEAK 3
#endif

/* Clause 6: nobody promises weakly what it has. */
#ifdef NO_WEAK_CHECK
#define has_it(v) false
#else
#define has_it(v) (node[v].state == HOLDING || node[v].kernel > 0)
#endif

/* Clause 6: of two that ask at once after a start, the one in front goes first. */
#define gives_way(v, h) (node[v].holder == v && !has_it(v) && h < v)

/* ---- the holder */

/* A live holder serves whenever it may; an address in the kernel answers, whoever wrote it. */
inline write(h) {
    if
    :: may_write(h) -> node[h].kernel = L
    :: else
    fi
}

inline never_two() {
    assert((node[0].kernel > 0) + (node[1].kernel > 0) + (node[2].kernel > 0) <= 1)
}

/* Clause 2: a vote names the request it answers, so that one for a closed request is void. */
inline close_request(h) {
    node[h].asked = 0;
    node[h].sure = 0;
    node[h].weak = 0;
    request[at(h, one(h))] = NONE;
    request[at(h, other(h))] = NONE;
    if
    :: voids_votes(h) ->
        vote[at(one(h), h)] = NONE;
        vote[at(other(h), h)] = NONE
    :: else
    fi
}

inline rest(h) {
    node[h].state = IDLE;
    node[h].lease = 0;
    close_request(h)
}

inline count(bits) {
    c = ((bits) & 1) + (((bits) >> 1) & 1) + (((bits) >> 2) & 1)
}

inline win(h) {
    count(node[h].sure);
    n = c;
    count(node[h].sure | node[h].weak);
    if
    :: n >= NEEDED || c >= NEEDED_IF_WEAK ->
        node[h].state = HOLDING;
        node[h].lease = new_lease(h);
        printf("    %d holds for %d\n", h, node[h].lease);
        close_request(h);
        write(h)
    :: else
    fi;
    n = 0;
    c = 0
}

/* Asks, or asks again while it holds. Its own vote comes first. */
inline ask(h) {
    printf("%d asks\n", h);
    close_request(h);
#ifdef NO_HOLDER_LIFE
    node[h].has_asked = 1;
#endif
    node[h].asked = T;
    if
    :: node[h].state == IDLE && knows_too_little(h) -> node[h].weak = (1 << h)
    :: else -> node[h].sure = (1 << h)
    fi;
    if
    :: free_for(h, h) ->
        node[h].promise = T;
        node[h].holder = h
    :: else
    fi;
    request[at(h, one(h))] = (node[h].state == HOLDING -> RUNNING : FRESH);
    request[at(h, other(h))] = request[at(h, one(h))];
    if
    :: node[h].state == IDLE -> node[h].state = ASKING
    :: else
    fi;
    win(h)
}

inline send_back(h, v) {
    if
    :: matters(h, v) -> back[at(h, v)] = 1
    :: else
    fi
}

/* Clause 4: a right goes back when the kernel is clean. */
inline give_back(h) {
    printf("%d gives back\n", h);
#ifndef NO_CLEAN
    node[h].kernel = 0;
#endif
    node[h].promise = 0;
    node[h].holder = NOBODY;
    send_back(h, one(h));
    send_back(h, other(h));
    rest(h)
}

inline hear_vote(v, h) {
    printf("%d hears the vote of %d\n", h, v);
    if
    :: node[h].asked > 0 ->
        if
        :: vote[at(v, h)] == WEAK -> node[h].weak = node[h].weak | (1 << v)
        :: else -> node[h].sure = node[h].sure | (1 << v)
        fi;
#ifndef NO_REQUEST_NAME
        vote[at(v, h)] = NONE;
#endif
        win(h)
    :: else
    fi
}

/* ---- the voter */

inline hear_request(v, h) {
    n = knows_too_little(v) && request[at(h, v)] == FRESH;      /* can only promise weakly */
    if
    :: (free_for(v, h) || (n && gives_way(v, h))) && !(n && has_it(v)) ->
        if
        :: node[v].state == ASKING && n && gives_way(v, h) -> rest(v)
        :: else
        fi;
        node[v].promise = T;
        node[v].holder = h;
        vote[at(v, h)] = (n -> WEAK : FULL);
        printf("%d promises %d for %d (weakly: %d)\n", v, h, T, n);
        request[at(h, v)] = NONE;
        drop_back(h, v)
    :: else
    fi;
    n = 0
}

inline hear_back(v, h) {
    printf("%d hears that %d gives back\n", v, h);
    if
    :: node[v].promise && node[v].holder == h ->
        node[v].promise = 0;
        node[v].holder = NOBODY
    :: else
    fi;
    drop_back(h, v)
}

/* ---- life and time */

/* Clause 1: what this life sent, and what was promised and said to it, is nothing to the next. */
inline forget_life(x, y) {
#ifdef NO_HOLDER_LIFE
    node[x].has_asked = 0
#else
    back[at(x, y)] = 0;
    vote[at(y, x)] = NONE;
    if
    :: node[y].holder == x -> node[y].holder = NOBODY
    :: else
    fi
#endif
}

/* What the agent knew is gone; the kernel keeps the address for as long as it was told. */
inline crash(x) {
    printf("%d crashes\n", x);
    crashes++;
    forget_life(x, one(x));
    forget_life(x, other(x));
    rest(x);
    node[x].alive = 0;
    node[x].amnesia = 0;
    node[x].promise = 0;
    node[x].holder = NOBODY
}

/* An agent that starts first removes what an earlier life left in the kernel. */
inline start(x) {
    printf("%d starts\n", x);
    node[x].alive = 1;
    node[x].kernel = 0;
    node[x].amnesia = T
}

inline less(clock) {
    if
    :: clock > 0 -> clock--
    :: else
    fi
}

inline age(x) {
    less(node[x].amnesia);
    less(node[x].asked);
    less(node[x].lease);
    less(node[x].kernel);
    less(node[x].promise);
    if
    :: node[x].promise == 0 && node[x].holder != NOBODY ->
        if
        :: node[x].holder != x -> drop_back(node[x].holder, x)
        :: else
        fi;
        node[x].holder = NOBODY
    :: else
    fi;
    if
    :: node[x].state == ASKING && node[x].asked == 0 -> rest(x)
    :: node[x].state == HOLDING && node[x].lease == 0 ->
        rest(x);
        node[x].kernel = 0          /* clause 3: a live agent deletes it itself */
    :: node[x].state == HOLDING && node[x].lease > 0 ->
        if
        :: node[x].asked == 0 -> close_request(x)
        :: else
        fi;
        write(x)
    :: else
    fi
}

#define steps(x) \
    :: d_step { node[x].alive && node[x].state != ASKING && may_ask(x) -> ask(x); never_two() } \
    :: d_step { node[x].state == HOLDING -> give_back(x); never_two() } \
    :: d_step { node[x].alive && crashes < CRASHES -> crash(x) } \
    :: d_step { !node[x].alive -> start(x) }

#define messages(from, to) \
    :: d_step { node[to].alive && request[at(from, to)] -> hear_request(to, from) } \
    :: d_step { node[to].alive && back[at(from, to)] -> hear_back(to, from) } \
    :: d_step { node[to].alive && vote[at(from, to)] -> hear_vote(from, to); never_two() }

init {
    d_step {
        start(0);
        start(1);
        start(2);
        node[0].holder = NOBODY;
        node[1].holder = NOBODY;
        node[2].holder = NOBODY
    };
    do
    :: d_step { printf("-- tick\n"); age(0); age(1); age(2); never_two() }
    steps(0)
    steps(1)
    steps(2)
    messages(0, 1)
    messages(0, 2)
    messages(1, 0)
    messages(1, 2)
    messages(2, 0)
    messages(2, 1)
    od
}
