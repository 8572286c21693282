package dev.tms.demo.cluster;

/** What may come between a refresh and its users; each is a row of {@code docs/refresh.md}. */
enum Scenario {
  KILLED_CLAIMED("a node is killed when it has claimed the session"),
  KILLED_SENT("a node is killed when it has sent the token, before the provider redeems it"),
  KILLED_REDEEMED("a node is killed when the provider has redeemed the token"),
  KILLED_REDEEMED_LENIENT("a node is killed when a lenient provider has redeemed the token"),
  KILLED_ANSWERED("a node is killed when it has the answer, before it publishes it"),
  KILLED_PUBLISHED("a node is killed when it has published, before it answers"),
  STORE_DOWN_TOKEN_WORKS("the store is stopped; the token still works"),
  STORE_DOWN_ONE_NODE("the store is stopped; one node serves the session"),
  STORE_DOWN_ALL_NODES("the store is stopped; three nodes serve the session at once"),
  STORE_RESTARTED("the store is restarted while one node waits for another's token request"),
  STORE_EMPTIED("the same, and the store has forgotten everything"),
  STORE_PAUSED_BRIEFLY("the store is paused for less than `Store.Timeout`"),
  STORE_PAUSED_ONE_NODE("the store is paused for longer; one node serves the session"),
  STORE_PAUSED_ALL_NODES("the store is paused for longer; three nodes serve the session at once"),
  PROVIDER_SLOW("the provider takes its time, less than `Client.Timeout`"),
  PROVIDER_SLOWER_THAN_LEASE("the provider takes longer than the lease, and redeems the token"),
  PROVIDER_SLOWER_LENIENT("a lenient provider takes longer than the lease, and redeems the token"),
  PROVIDER_503("the provider answers 503, once"),
  PROVIDER_DROPS_BEFORE("the provider drops the connection before it redeems the token"),
  PROVIDER_DROPS_AFTER("the provider drops the connection when it has redeemed the token"),
  PROVIDER_DROPS_LENIENT("a lenient provider drops the connection when it has redeemed the token"),
  CLIENTS_ABORT("100 clients hang up while the token request runs"),
  LATE_CONFIRMED("the old cookie 1, 30 and 59 s after the new one was first used"),
  LATE_SUPERSEDED("the old cookie 61 s after the new one was first used"),
  LATE_UNCONFIRMED("the old cookie 1, 30, 59 and 61 s late; the new one was never used");

  private final String row;

  Scenario(String row) {
    this.row = row;
  }

  /** The first cell of its row. */
  String row() {
    return row;
  }
}
