package dev.skiff.agent.image;

/// Names a blob and says what it must look like.
record BlobDescriptor(String mediaType, Digest digest, long size) {
  static BlobDescriptor of(Document document) throws ImageException {
    Document digest = document.get("digest");
    return new BlobDescriptor(
        document.get("mediaType").text(),
        Digest.parse(digest.text(), digest.path()),
        document.get("size").size());
  }
}
