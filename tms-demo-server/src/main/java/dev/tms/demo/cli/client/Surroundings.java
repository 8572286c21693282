package dev.tms.demo.cli.client;

import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** What the commands find around them; {@code in} is standard input. */
record Surroundings(
    Map<String, String> environment, InputStream in, InstantSource clock, SecureRandom random) {}
