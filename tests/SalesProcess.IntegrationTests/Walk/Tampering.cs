using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Walk;

/// <summary>Somebody with access to the database file changes a contract that was approved.</summary>
internal static class Tampering
{
    /// <summary>Changes the last byte of every document of a deal. The stored hash stays as it was.</summary>
    public static void ChangeOneByte(DatabaseFile database, string rootId)
    {
        var documents = database.Query(
            "SELECT id, content FROM documents WHERE root_id = $root", r => (Id: r.GetString(0), Content: (byte[])r.GetValue(1)), ("$root", rootId));
        Assert.That(documents, Is.Not.Empty, "There is no document to change.");
        foreach (var (id, content) in documents)
        {
            content[^1] ^= 1;
            database.Execute("UPDATE documents SET content = $content WHERE id = $id", ("$content", content), ("$id", id));
        }
    }
}
