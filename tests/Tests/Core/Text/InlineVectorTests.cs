using System.Text.Json;

namespace Entraide.Tests.Core.Text;

public sealed class InlineVectorTests
{
    [Fact]
    public void The_server_reads_every_shared_vector_as_it_is_meant() => Assert.All(InlineVectors.Read, vector =>
        Assert.Equal(JsonSerializer.Serialize(vector.GetProperty("pieces")), JsonSerializer.Serialize(JsonDocument.Parse(InlineVectors.Pieces(vector.GetProperty("markup").GetString()!)!).RootElement)));

    [Fact]
    public void The_server_refuses_what_nobody_may_write() => Assert.All(InlineVectors.Refused, markup => Assert.Null(InlineVectors.Pieces(markup)));
}
