package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.machine.MachineTokenOutcome;
import dev.tms.machine.MachineTokens;
import dev.tms.registration.report.Rule;

/** A token for each client of the section {@code Machine}. */
record MachineCheck(Network network) implements Check {
  private static final Rule REFUSED = Faults.named("machine-refused");

  @Override
  public Area area() {
    return Area.MACHINE;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    if (configuration.machineClients().isEmpty()) {
      return Look.at(area(), "no clients");
    }
    try (MachineTokens tokens =
        configuration
            .machineTokens()
            .httpClient(network.client())
            .clock(network.clock())
            .random(network.random())
            .build()) {
      tokens.names().forEach(name -> judge(name, tokens.request(name), patient));
      return Look.at(area(), String.join(", ", tokens.names()));
    }
  }

  private static void judge(String name, MachineTokenOutcome outcome, Patient patient) {
    if (outcome instanceof MachineTokenOutcome.Refused refused) {
      patient.find(REFUSED, "machine client " + name + " is refused: " + refused.error());
    } else if (outcome instanceof MachineTokenOutcome.Unavailable unavailable) {
      patient.find(REFUSED, "machine client " + name + " gets no token: " + unavailable.reason());
    }
  }
}
