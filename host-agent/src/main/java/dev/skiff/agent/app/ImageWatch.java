package dev.skiff.agent.app;

import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.execution.VmImages;
import dev.skiff.agent.image.ImageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every few seconds which images the host holds: several agents and people at the command
/// line may change that.
final class ImageWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImageWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final VmImages images;
  private final AgentLoop loop;
  private final Thread thread;

  ImageWatch(String name, VmImages images, AgentLoop loop) {
    this.images = images;
    this.loop = loop;
    this.thread = Thread.ofVirtual().name("images-" + name).start(this::run);
  }

  private void run() {
    List<String> known = List.of();
    try {
      while (true) {
        List<String> held = look(known);
        if (!held.equals(known)) {
          known = held;
          loop.put(new AgentInput.ImagesHeld(held));
        }
        TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> look(List<String> known) {
    try {
      return images.held();
    } catch (ImageException e) {
      LOG.warn("the images of this host cannot be listed: {}", e.getMessage());
      return known;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
