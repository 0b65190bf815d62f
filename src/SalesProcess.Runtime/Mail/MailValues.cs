using Fluid;
using Fluid.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Mail;

/// <summary>
/// All that a template can say of a task. Nothing that was filled in, decided or commented is here: what is confidential stays where it is decided who reads it.
/// </summary>
internal static class MailValues
{
    private const int MaxSteps = 10_000;

    /// <summary>The names that templates may use.</summary>
    public static readonly IReadOnlyList<string> Names = ["receiver", "title", "businessKey", "stage", "due", "zone", "link"];

    public static readonly TemplateOptions Options = new() { MaxSteps = MaxSteps };

    public static TemplateContext Of(Person receiver, UserTask task, string language, Uri link, TimeZoneInfo zone)
    {
        var context = new TemplateContext(Options, StringComparer.Ordinal) { TimeZone = zone };
        Set(context, "receiver", receiver.Name);
        Set(context, "title", task.Title.For(language));
        Set(context, "businessKey", task.BusinessKey);
        Set(context, "stage", task.Stage?.For(language));
        Set(context, "zone", zone.Id);
        Set(context, "link", link.AbsoluteUri);
        context.SetValue("due", task.DueAt is { } due ? new DateTimeValue(TimeZoneInfo.ConvertTime(due, zone)) : NilValue.Instance);
        return context;
    }

    /// <summary>Values to try a template with: all of them, or none that may be missing.</summary>
    public static TemplateContext Sample(bool isFull) => Of(
        new Person("anna", "Anna", Title: null, [], Manager: null),
        new UserTask
        {
            Id = "1",
            InstanceId = "1",
            RootId = "1",
            BookmarkId = "1",
            ActivityId = "1",
            DefinitionId = "1",
            Name = "sample",
            Title = new LocalizedText("Sample", "样例"),
            BusinessKey = isFull ? "deal-1" : null,
            Stage = isFull ? new LocalizedText("Stage", "阶段") : null,
            DueAt = isFull ? DateTimeOffset.UnixEpoch : null,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        },
        "en", new Uri("https://sales.example.com/tasks/1"), TimeZoneInfo.Utc);

    private static void Set(TemplateContext context, string name, string? text) =>
        context.SetValue(name, MailText.Clean(text) is { Length: > 0 } clean ? new StringValue(clean) : NilValue.Instance);
}
