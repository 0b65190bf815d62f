using MimeKit;

namespace SalesProcess.IntegrationTests.Mail;

public sealed class When_people_are_told_by_mail
{
    private const string Canary = "KANARIENVOGEL-4711";

    [Test]
    public async Task It_is_one_message_for_each_in_his_language_and_nobody_sees_the_others()
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port, folder => MailWorld.EditTask(folder, "title", """{"en":"Decide","zh":"请决定"}""", "Object"), ("Mail:FewCandidates", "6"));

        var task = await world.Wire.TaskAsync("bob");
        await world.UntilAsync("five mails", () => peer.Handed.Count == 5);

        var mails = peer.Handed.ToDictionary(m => m.Receivers.Single(), StringComparer.Ordinal);
        Assert.That(mails.Keys, Is.EquivalentTo(new[] { "anna@example.com", "li.na@example.com", "carl@example.com", "dora@example.com", "wang.wei@example.com" }));
        Assert.That(mails.Values.Select(m => m.Id), Is.Unique);
        foreach (var (address, mail) in mails)
        {
            Assert.That((((MailboxAddress)mail.Message.To.Single()).Address, mail.Message.Cc.Count + mail.Message.Bcc.Count), Is.EqualTo((address, 0)));
        }

        var (zh, en) = (mails["anna@example.com"], mails["carl@example.com"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(zh.Message.Subject, Is.EqualTo("新任务：请决定"));
            Assert.That(zh.Message.TextBody, Does.Contain("请决定").And.Contain($"https://sales.example.com/inbox/tasks/{task}"));
            Assert.That(en.Message.Subject, Is.EqualTo("New task: Decide"));
            Assert.That(en.Message.HtmlBody, Does.Contain($"href=\"https://sales.example.com/inbox/tasks/{task}\""));
            Assert.That(en.Message.From.ToString(), Is.EqualTo("\"Sales\" <sales@example.com>"));
            Assert.That(en.Message.Date, Is.EqualTo(MailWorld.Start));
            Assert.That(en.Id, Does.EndWith("@example.com").And.Not.Contain(task));
            Assert.That(en.Message.Headers[HeaderId.AutoSubmitted], Is.EqualTo("auto-generated"));
            Assert.That(en.Message.References, Is.EqualTo(zh.Message.References));
        }
    }

    [Test]
    public async Task A_task_for_many_is_announced_to_none_and_whoever_acts_is_not_told_of_his_own_act()
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port);
        var task = await world.Wire.TaskAsync();
        await world.ActAsync(task, "claim");
        await world.ActAsync(task, "release");
        await world.UntilQuietAsync();

        await world.ActAsync(task, "claim", person: "bob");
        await world.ActAsync(task, "delegate", """{"to":"li.na"}""", "bob");
        await world.UntilAsync("a mail", () => !peer.Handed.IsEmpty);
        await world.ActAsync(task, "resolve", person: "li.na");
        await world.UntilAsync("another mail", () => peer.Handed.Count > 1);
        await world.ActAsync(task, "forward", """{"toUser":"carl"}""", "bob");
        await world.UntilAsync("a third", () => peer.Handed.Count > 2);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Select(m => $"{m.Receivers.Single()} {m.Message.Subject}"), Is.EqualTo(new[]
        {
            "li.na@example.com Your task: Decide", "bob@example.com Your task: Decide", "carl@example.com Your task: Decide",
        }));
    }

    [Test]
    public async Task What_is_escalated_comes_to_the_manager_and_what_is_taken_back_to_the_owner()
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port);
        var task = await world.Wire.TaskAsync();
        await world.ActAsync(task, "claim", person: "bob");
        await world.ActAsync(task, "escalate", person: "bob");
        await world.UntilAsync("a mail", () => !peer.Handed.IsEmpty);
        await world.ActAsync(task, "complete", """{"action":"Yes"}""", "bob");
        await world.ActAsync(task, "recall", person: "bob");
        await world.UntilAsync("another mail", () => peer.Handed.Count > 1);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Select(m => $"{m.Receivers.Single()} {m.Message.Subject}"), Is.EqualTo(new[] { "martin@example.com Escalated: Decide", "anna@example.com 决定已撤回：Decide" }));
    }

    [Test]
    public async Task Who_is_late_is_reminded_and_then_his_manager_is_told()
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port, folder =>
        {
            MailWorld.EditTask(folder, "dueIn", "PT4H");
            MailWorld.EditTask(folder, "remindAt", "50%");
            MailWorld.EditTask(folder, "escalation", """[{"after":"100%"}]""", "Object");
        });
        var task = await world.Wire.TaskAsync();
        await world.ActAsync(task, "claim", person: "bob");
        world.Wire.Server.Clock!.Advance(TimeSpan.FromHours(2));
        await world.UntilAsync("the reminder", () => peer.Handed.Count == 1);
        world.Wire.Server.Clock!.Advance(TimeSpan.FromHours(2));
        await world.UntilAsync("the escalation", () => peer.Handed.Count == 2);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Select(m => $"{m.Receivers.Single()} {m.Message.Subject}"), Is.EqualTo(new[] { "bob@example.com Reminder: Decide", "martin@example.com Escalated: Decide" }));
        Assert.That(peer.Handed.Select(m => m.Message.TextBody), Is.All.Contains("Due: 2026-11-25 21:00 (Asia/Shanghai)"));
    }

    [Test]
    public async Task Whoever_stands_in_is_told_with_the_absent_person()
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port);
        var absence = await world.Wire.SendAsync("POST", "/delegations", "bob", System.Text.Encoding.UTF8.GetBytes("""{"substitute":"lena","to":"2026-12-24T00:00:00Z"}"""));
        Assert.That(absence.Status, Is.EqualTo(201), absence.Text);
        await world.AssignedAsync("bob");
        await world.UntilAsync("both mails", () => peer.Handed.Count == 2);

        Assert.That(peer.Handed.Select(m => m.Receivers.Single()), Is.EquivalentTo(new[] { "bob@example.com", "lena@example.com" }));
    }

    [Test]
    public async Task What_is_over_before_a_mail_can_leave_is_not_told()
    {
        var port = MailPeer.FreePort();
        await using var world = new MailWorld(port);
        var passed = await world.AssignedAsync("bob");
        await world.UntilAsync("the mail waits", () => world.Wire.Server.Database.Count("SELECT count(*) FROM mails") == 1);
        await world.ActAsync(passed, "assign", """{"to":"carl"}""", "martin");

        await using var peer = MailPeer.Start(port: port);
        await world.UntilAsync("a mail", () => !peer.Handed.IsEmpty);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Single().Receivers, Is.EqualTo(new[] { "carl@example.com" }));
    }

    [Test]
    public async Task Nobody_hears_of_a_kind_that_he_does_not_want_nor_without_an_address()
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port, folder => folder.Edit("directory.json", d =>
            d["people"]!.AsArray().Single(p => p!["id"]!.ToString() == "bob")!["quiet"] = new System.Text.Json.Nodes.JsonArray("assigned")));
        await world.AssignedAsync("bob");
        await world.AssignedAsync("tom");
        await world.AssignedAsync("carl");
        await world.UntilAsync("a mail", () => !peer.Handed.IsEmpty);
        await world.UntilQuietAsync();

        Assert.That(peer.Handed.Single().Receivers, Is.EqualTo(new[] { "carl@example.com" }));
    }

    [Test]
    public async Task Nothing_that_was_filled_in_prefilled_or_said_is_in_it()
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port, folder =>
        {
            MailWorld.EditTask(folder, "data", $$"""{"bottomLine":"{{Canary}}"}""", "Object");
            MailWorld.EditTask(folder, "instructions", Canary);
        });
        var task = await world.Wire.TaskAsync();
        Assert.That((await world.Wire.SendAsync("GET", $"/tasks/{task}")).Text, Does.Contain(Canary));
        await world.ActAsync(task, "comments", $$"""{"text":"{{Canary}}"}""");
        await world.ActAsync(task, "claim", person: "bob");
        await world.ActAsync(task, "delegate", """{"to":"li.na"}""", "bob");
        await world.UntilAsync("delegated", () => peer.Handed.Count == 1);
        await world.ActAsync(task, "escalate", person: "li.na");
        await world.UntilAsync("escalated", () => peer.Handed.Count == 2);
        await world.ActAsync(task, "complete", $$"""{"action":"Yes","comment":"{{Canary}}"}""", "li.na");
        await world.ActAsync(task, "recall", person: "li.na");
        await world.UntilAsync("taken back", () => peer.Handed.Count >= 4);

        Assert.That(peer.Handed.Select(m => m.Readable), Has.None.Contains(Canary));
        Assert.That(peer.Handed.Select(m => System.Text.Encoding.Latin1.GetString(m.Bytes)), Has.None.Contains(Canary));
    }

    [TestCase("Hi\r\nBcc: eve@example.com\r\n\r\nbody", "Your task: Hi Bcc: eve@example.com body")]
    [TestCase("Hi\u2028Bcc: eve@example.com\u0085x", "Your task: Hi Bcc: eve@example.com x")]
    [TestCase("=?utf-8?Q?=0D=0ABcc:_eve@example.com?=", "Your task: = ?utf-8?Q?=0D=0ABcc:_eve@example.com?=")]
    [TestCase("=\u200B?utf-8?B?SGVsbG8=?=", "Your task: = ?utf-8?B?SGVsbG8= ?=")]
    [TestCase("exe\u202Etxt.\u2066合同", "Your task: exetxt.合同")]
    [TestCase("<b onclick=\"x\">{{ link }}</b>", "Your task: <b onclick=\"x\">{{ link }}</b>")]
    public async Task A_title_is_one_line_of_text_and_nothing_else(string title, string subject)
    {
        await using var peer = MailPeer.Start();
        await using var world = new MailWorld(peer.Port, folder => MailWorld.EditTask(folder, "title", title));
        await world.AssignedAsync();
        await world.UntilAsync("a mail", () => !peer.Handed.IsEmpty);

        var mail = peer.Handed.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.Message.Subject, Is.EqualTo(subject));
            Assert.That(mail.Receivers, Is.EqualTo(new[] { "bob@example.com" }));
            Assert.That(mail.Message.Headers.Select(h => h.Field), Has.None.EqualTo("Bcc"));
            Assert.That(mail.Message.HtmlBody, Does.Not.Contain("<b onclick"));
        }
    }
}
