namespace Entraide.Core.Assistance;
public enum SafeFileKind { Pdf, Jpeg, Png, Text, Csv }
public enum FileFault { Empty, TooLarge, UnknownKind, NotWhatItSays, Broken, TooManyPixels, NotText, Hidden }
public sealed record SafeFile(SafeFileKind Kind, ReadOnlyMemory<byte> Content, bool IsChanged);
public static class SafeFiles {
  public const int Largest = 5 * 1024 * 1024;
  public static (SafeFile? File, FileFault? Fault) Read(string name, ReadOnlyMemory<byte> bytes) => (null, FileFault.UnknownKind);
  public static string MediaType(SafeFileKind kind) => "";
  public static string Extension(SafeFileKind kind) => "";
}
