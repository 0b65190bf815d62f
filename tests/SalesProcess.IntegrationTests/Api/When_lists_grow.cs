using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

/// <summary>Pages are read by indexes, so they cost their rows and not the table's.</summary>
public sealed class When_lists_grow
{
    private const string Due = "coalesce(t.due_at, 9223372036854775807)";

    private Wire _wire = null!;

    [OneTimeSetUp]
    public void StartServer() => _wire = new Wire(CompanyFolder.With("one-task"));

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase("SELECT t.document FROM tasks t WHERE t.is_open = 1 AND +t.assignee IS NULL ORDER BY " + Due + ", t.id LIMIT 51", "ix_tasks_open_due")]
    [TestCase("SELECT t.document FROM tasks t WHERE t.is_open = 1 AND " + Due + " >= 5 AND (" + Due + " > 5 OR t.id > 'x') ORDER BY " + Due + ", t.id LIMIT 51", "ix_tasks_open_due")]
    [TestCase("SELECT t.document FROM tasks t ORDER BY t.created_at DESC, t.id DESC LIMIT 51", "ix_tasks_created")]
    [TestCase("SELECT i.id FROM instances i WHERE i.created_at <= 5 AND (i.created_at < 5 OR i.id < 'x') ORDER BY i.created_at DESC, i.id DESC LIMIT 51", "ix_instances_created")]
    public void A_page_is_read_in_its_order(string sql, string index)
    {
        var plan = _wire.Server.Database.Query("EXPLAIN QUERY PLAN " + sql, r => r.GetString(3));

        Assert.That(plan, Has.Some.Contains(index));
    }

    [Test]
    public void The_tasks_of_an_instance_are_found_from_its_tree()
    {
        var plan = _wire.Server.Database.Query(
            """
            EXPLAIN QUERY PLAN
            WITH RECURSIVE tree (id) AS (SELECT 'x' UNION ALL SELECT i.id FROM instances i JOIN tree ON i.parent_id = tree.id)
            SELECT t.document FROM tree CROSS JOIN tasks t ON t.instance_id = tree.id AND t.is_open = 1 ORDER BY t.created_at, t.id LIMIT 200
            """,
            r => r.GetString(3));

        Assert.That(plan, Has.Some.Contains("IX_tasks_instance_id_is_open"));
    }
}
