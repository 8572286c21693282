package dev.tms;

import dev.tms.outbound.Sender;
import dev.tms.tenant.TenantDirectory;
import java.time.InstantSource;

/** Makes a tenant directory that is asked over HTTP. */
@FunctionalInterface
public interface TenantsBySender {
  /** The directory, asked through this sender, with this clock for what it remembers. */
  TenantDirectory directory(Sender sender, InstantSource clock);
}
