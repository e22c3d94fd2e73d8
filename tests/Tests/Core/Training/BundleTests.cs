using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Core.Training;

namespace Entraide.Tests.Core.Training;

/// <summary>Results come back as they went, from whom they say, with no small group in them.</summary>
public sealed class BundleTests
{
    private static readonly SigningKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private static readonly ResultBundle Bundle = new(
        SmallTraining.Kit().Name, new string('1', 32), 1, "GR", new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 2), ["el", "en"], ReplicationLabel.Replication, 24,
        [new("profession", "police", 9)], new FidelityProfile(0.9, 0.95, 1.1, 4, 4.25), new BundleLearning(20, 2, 1, 12, 5.5, 8.25, 0.42307692307692307, 0.3, 0.55, false),
        [new("q1", 21, 0.7, 0.31)], [new("q1", "el", 2, 11, 6)], [new("useful", 20, 4.4)], [], [], ["More time for the case."]);

    private static (ResultBundle Bundle, SignedBy Signature)? Read(byte[] file, List<Fault> faults) => ResultBundle.Read(file, "results.json", faults);

    [Fact]
    public void Results_read_as_they_were_written()
    {
        var faults = new List<Fault>();
        var read = Read(Bundle.Write(Key), faults);
        Assert.Empty(faults);
        Assert.Equal((Bundle.Hash, Key.Id), (read!.Value.Bundle.Hash, read.Value.Signature.Fingerprint));
        Assert.Equal((Bundle.Learning, Bundle.Fidelity), (read.Value.Bundle.Learning, read.Value.Bundle.Fidelity));
    }

    [Fact]
    public void One_altered_byte_is_refused()
    {
        var file = Bundle.Write(Key);
        for (var at = 0; at < file.Length; at += 3)
        {
            var altered = (byte[])file.Clone();
            altered[at] ^= 1;
            Assert.Null(Read(altered, []));
        }
    }

    [Fact]
    public void What_cannot_be_is_refused_though_it_is_signed()
    {
        ResultBundle[] wrong =
        [
            Bundle with { People = 3 }, Bundle with { Counts = [new("profession", "judge", 2)] }, Bundle with { Cells = [new("q1", "el", 2, 4, 4)] }, Bundle with { Cells = [new("q1", "el", 7, 9, 4)] },
            Bundle with { Learning = Bundle.Learning! with { Pairs = 4 } }, Bundle with { Begins = new DateOnly(2028, 1, 1) }, Bundle with { Label = ReplicationLabel.Derived }, Bundle with { Country = "gr" },
            Bundle with { Reaction = [new("useful", 20, 9)] }, Bundle with { Delivery = "1" }, Bundle with { Cells = [new("q1", "el", 2, 6, 7)] },
        ];
        Assert.All(wrong, one =>
        {
            var faults = new List<Fault>();
            Assert.Null(Read(one.Write(Key), faults));
            Assert.NotEmpty(faults);
        });
    }

    [Fact]
    public void A_signature_on_one_thing_is_none_on_another()
    {
        var signed = SignedBy.Sign(Key, "training kit", Bundle.Hash);
        Assert.True(signed.Holds("training kit", Bundle.Hash));
        Assert.False(signed.Holds("training results", Bundle.Hash));
        Assert.False(new SignedBy(Encoding.ASCII.GetBytes("no key"), signed.Signature).Holds("training kit", Bundle.Hash));
    }
}
