using SalesProcess.IntegrationTests.Runtime;
using SalesProcess.Runtime;
using SalesProcess.Tasks;
using SmtpServer.Protocol;

namespace SalesProcess.IntegrationTests.Mail;

public sealed class When_the_service_is_restarted
{
    private static readonly Dictionary<string, string?> Off = [];

    private string _folder = null!;

    [SetUp]
    public void SetUp() => _folder = MailWorld.Folder().Root;

    [TearDown]
    public void TearDown() => System.IO.Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_mail_that_was_sent_and_not_answered_before_a_stop_is_sent_again_as_the_same()
    {
        var hanging = true;
        await using var peer = MailPeer.Start(async (_, _, _) =>
        {
            await Task.Delay(hanging ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
            return SmtpResponse.Ok;
        });
        await RunAsync(MailWorld.Settings(peer.Port), async runtime =>
        {
            await AssignAsync(runtime, "bob");
            await runtime.UntilAsync(() => !peer.Handed.IsEmpty);
        });
        hanging = false;
        await RunAsync(MailWorld.Settings(peer.Port), runtime => runtime.UntilAsync(() => peer.Handed.Count == 2 && runtime.Count("mails") == 0));

        Assert.That(peer.Handed.Select(m => m.Id).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task An_act_that_was_not_told_before_a_stop_is_told_after_it_and_once()
    {
        await using var peer = MailPeer.Start();
        await RunAsync(MailWorld.Settings(peer.Port), runtime => AssignAsync(runtime, "bob"));
        await RunAsync(MailWorld.Settings(peer.Port), runtime => runtime.UntilAsync(() => !peer.Handed.IsEmpty && runtime.Count("mails") == 0));
        await RunAsync(MailWorld.Settings(peer.Port), async runtime =>
        {
            await AssignAsync(runtime, "carl");
            await runtime.UntilAsync(() => peer.Handed.Count > 1);
        });

        Assert.That(peer.Handed.Select(m => m.Receivers.Single()), Is.EqualTo(new[] { "bob@example.com", "carl@example.com" }));
    }

    [Test]
    public async Task What_happened_and_what_waited_while_mail_was_off_is_not_told_later()
    {
        var port = MailPeer.FreePort();
        await RunAsync(MailWorld.Settings(port), async runtime =>
        {
            await AssignAsync(runtime, "bob");
            await runtime.UntilAsync(() => runtime.Count("mails") == 1);
        });
        await RunAsync(Off, runtime => AssignAsync(runtime, "carl"));
        await using var peer = MailPeer.Start(port: port);
        await RunAsync(MailWorld.Settings(port), async runtime =>
        {
            await AssignAsync(runtime, "dora");
            await runtime.UntilAsync(() => !peer.Handed.IsEmpty);
        });

        Assert.That(peer.Handed.Select(m => m.Receivers.Single()), Is.EqualTo(new[] { "dora@example.com" }));
    }

    private async Task RunAsync(Dictionary<string, string?> settings, Func<RunningRuntime, Task> act)
    {
        var runtime = await RunningRuntime.StartAsync(MailWorld.Start, _folder, settings);
        await act(runtime);
        await runtime.StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static async Task AssignAsync(RunningRuntime runtime, string to)
    {
        var started = (Answer.Accepted)await runtime.Workflows.StartAsync(new StartInstance("one-task", null, null, null, new Dictionary<string, object?>()), RunningRuntime.Anna, CancellationToken.None);
        var task = runtime.Ids("SELECT id FROM tasks WHERE instance_id = $1", started.Id).Single();
        var martin = new Caller(new Actor("martin", new HashSet<string>(["sales-manager", "team-east"])));
        Assert.That(await runtime.Tasks.AssignAsync(task, to, null, martin, CancellationToken.None), Is.InstanceOf<Answer.Accepted>());
    }
}
