package dev.skiff.standalone.data;

/// A fleet's folder cannot be used; the message is a sentence that says what to do.
public final class DataFolderException extends Exception {
  DataFolderException(String message) {
    super(message);
  }

  DataFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
