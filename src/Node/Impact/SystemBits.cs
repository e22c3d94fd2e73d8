using System.Buffers.Binary;
using System.Security.Cryptography;
using Entraide.Core.Disclosure;

namespace Entraide.Node.Impact;

/// <summary>Random words that nobody can repeat, from the system's generator: what a real release is made with.</summary>
internal sealed class SystemBits : RandomBits
{
    private readonly byte[] drawn = new byte[8192];
    private int used = 8192;

    public override bool IsRepeatable => false;

    public override ulong Next()
    {
        if (used == drawn.Length)
        {
            RandomNumberGenerator.Fill(drawn);
            used = 0;
        }
        used += 8;
        return BinaryPrimitives.ReadUInt64LittleEndian(drawn.AsSpan(used - 8));
    }
}
