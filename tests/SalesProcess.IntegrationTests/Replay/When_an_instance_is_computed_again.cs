using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Replay;

public sealed class When_an_instance_is_computed_again
{
    private Wire _wire = null!;
    private string _instance = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        var task = await _wire.TaskAsync();
        _instance = (await _wire.SendAsync("GET", $"/tasks/{task}")).Json["instanceId"]!.ToString();
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [TestCase(Staff.Auditor)]
    [TestCase("adam")]
    public async Task Auditors_and_administrators_are_told_what_came_of_it(string person)
    {
        var answer = await _wire.SendAsync("GET", $"/instances/{_instance}/replay", person);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(answer.Text, Does.StartWith($$"""{"instanceId":"{{_instance}}","verdict":"Equal","runs":1,"entries":"""));
    }

    [Test]
    public async Task Its_owner_may_not() => (await _wire.SendAsync("GET", $"/instances/{_instance}/replay")).Problem(403, "permission-missing");

    [Test]
    public async Task To_a_stranger_it_does_not_exist()
    {
        var hidden = await _wire.SendAsync("GET", $"/instances/{_instance}/replay", "sophie");
        var missing = await _wire.SendAsync("GET", "/instances/0000000000000000/replay", "sophie");

        hidden.Problem(404, "not-found");
        Assert.That(hidden.Bytes, Is.EqualTo(missing.Bytes));
    }

    [Test]
    public async Task The_command_works_beside_the_running_service()
    {
        var (exit, output, _) = Replays.Run(_wire.Server.Folder.DatabaseFile, _instance);

        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.StartWith($"{_instance}: equal (1 runs, ").And.Contain("1 equal, 0 differ, 0 unproven."));
        Assert.That((await _wire.SendAsync("GET", $"/instances/{_instance}")).Status, Is.EqualTo(200));
    }

    [TestCase("nobody", "There is no instance 'nobody' in this database.")]
    [TestCase("", "Give either an instance's id or --all.")]
    [TestCase("x --all", "Give either an instance's id or --all.")]
    public void A_wrong_call_says_what_is_wrong(string arguments, string message)
    {
        var (exit, _, error) = Replays.Run(_wire.Server.Folder.DatabaseFile, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error.Trim(), Is.EqualTo(message));
    }

    [TestCase("missing.db")]
    [TestCase("text.db")]
    public void A_file_that_is_no_database_is_named(string name)
    {
        var file = Path.Combine(_wire.Server.Folder.Root, name);
        if (name == "text.db")
        {
            File.WriteAllText(file, "Not a database at all, and long enough to be one.");
        }

        var (exit, _, error) = Replays.Run(file, "--all");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(name));
    }
}
